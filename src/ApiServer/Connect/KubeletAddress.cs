using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Connect;

/// <summary>Where a node's kubelet is reached (upstream's --kubelet-preferred-address-types).</summary>
internal static class KubeletAddress
{
    private const int DefaultPort = 10250;
    private static readonly string[] Preferred = ["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"];

    /// <summary>The root of the kubelet's URL, or null when the node says no address.</summary>
    /// <param name="node">The node.</param>
    /// <param name="preferred">Types of addresses, the best first; upstream's default when null.</param>
    public static Uri? Of(Node node, IReadOnlyList<string>? preferred = null)
    {
        var port = node.Status.DaemonEndpoints.KubeletEndpoint.Port;
        foreach (var type in preferred ?? Preferred)
        {
            var address = node.Status.Addresses.FirstOrDefault(a => a.Type == type)?.Address;
            if (address is not null) return new UriBuilder("https", address, port == 0 ? DefaultPort : port).Uri;
        }

        return null;
    }
}
