using Kybernet.Linux.Networking;

namespace Kybernet.KubeProxy.Services;

/// <summary>Which port of which Service: what rules are made for (upstream's ServicePortName).</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Port">The port's name; empty for the only port of a Service.</param>
/// <param name="Protocol">The port's protocol.</param>
internal readonly record struct ServicePortName(string Namespace, string Service, string Port, TransportProtocol Protocol)
{
    /// <summary>The protocol as the packet filter names it.</summary>
    public string ProtocolName => Protocol switch
    {
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        _ => "sctp",
    };

    /// <summary>As upstream writes it in comments and logs.</summary>
    public override string ToString() => Port.Length == 0 ? $"{Namespace}/{Service}" : $"{Namespace}/{Service}:{Port}";
}
