using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.KubeProxy.Services;

namespace Kybernet.KubeProxy.Syncing;

/// <summary>Reads what the proxy needs of its Node.</summary>
internal static class NodeInfo
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <param name="name">The node's name.</param>
    /// <param name="node">Its object; null while there is none.</param>
    public static ProxyNode Of(string name, Node? node)
    {
        if (node is null) return new ProxyNode(name, "", []);
        var zone = node.Metadata.Labels.GetValueOrDefault(ZoneLabel, "");
        var addresses = Addresses(node, "InternalIP");
        return new ProxyNode(name, zone, addresses.Count > 0 ? addresses : Addresses(node, "ExternalIP"));
    }

    private static IReadOnlyList<IPAddress> Addresses(Node node, string type) =>
        IPv4.Addresses(node.Status.Addresses.Where(entry => entry.Type == type).Select(entry => entry.Address));
}
