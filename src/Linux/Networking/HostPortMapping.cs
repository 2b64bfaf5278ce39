using System.Net;

namespace Kybernet.Linux.Networking;

/// <summary>A transport protocol that ports belong to.</summary>
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>SCTP.</summary>
    Sctp,
}

/// <summary>A port of the node that leads to a port of a pod (a container's hostPort).</summary>
/// <param name="HostAddress">The hostIP: only what is sent to this address; null (also for 0.0.0.0) for any address of the node.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="HostPort">1 to 65535.</param>
/// <param name="PodAddress">The pod's address.</param>
/// <param name="PodPort">1 to 65535.</param>
public sealed record HostPortMapping(IPAddress? HostAddress, TransportProtocol Protocol, int HostPort, IPAddress PodAddress, int PodPort);
