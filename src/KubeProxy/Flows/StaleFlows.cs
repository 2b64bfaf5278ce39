using System.Net;
using Kybernet.Linux.Networking;

namespace Kybernet.KubeProxy.Flows;

/// <summary>Which UDP flows the kernel has to forget, since rules act on the first packet of a flow alone.</summary>
internal static class StaleFlows
{
    /// <summary>
    /// The flows to a Service that are answered by something that is not, or not any more, one of its endpoints.
    /// </summary>
    /// <param name="flows">All that the kernel remembers.</param>
    /// <param name="destinations">The Services' destinations by key.</param>
    /// <param name="nodeAddresses">The node's own: where a NodePort was asked before it was one.</param>
    public static IEnumerable<UdpFlow> Among(
        IEnumerable<UdpFlow> flows, IReadOnlyDictionary<string, UdpDestination> destinations, IReadOnlyCollection<IPAddress> nodeAddresses)
    {
        foreach (var flow in flows)
        {
            var (address, port) = (flow.Destination.Address, flow.Destination.Port);
            if (!destinations.TryGetValue(UdpDestination.KeyOf(address, port), out var destination))
            {
                if (!destinations.TryGetValue(UdpDestination.KeyOf(null, port), out destination)) continue;
                // The same port somewhere else in the world is none of ours.
                if (flow.AnsweredBy.Equals(flow.Destination) && !nodeAddresses.Contains(address)) continue;
            }
            if (!destination.Endpoints.Contains(flow.AnsweredBy.ToString())) yield return flow;
        }
    }

    /// <summary>Whether a change of rules may have left flows behind.</summary>
    public static bool MayExist(IReadOnlyDictionary<string, UdpDestination> old, IReadOnlyDictionary<string, UdpDestination> wanted) =>
        wanted.Any(entry => !old.TryGetValue(entry.Key, out var before) || !before.HasSameEndpoints(entry.Value));
}
