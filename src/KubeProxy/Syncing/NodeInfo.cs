using System.Net;
using System.Net.Sockets;
using Kybernet.Api;
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
        var addresses = Addresses(node, "InternalIP");
        return new ProxyNode(name, node.Metadata.Labels.GetValueOrDefault(ZoneLabel, ""), addresses.Count > 0 ? addresses : Addresses(node, "ExternalIP"));
    }

    private static List<IPAddress> Addresses(Node node, string type)
    {
        List<IPAddress> addresses = [];
        foreach (var entry in node.Status.Addresses)
        {
            if (entry.Type == type && IpText.TryParse(entry.Address, out var address) && address.AddressFamily == AddressFamily.InterNetwork) addresses.Add(address);
        }
        return addresses;
    }
}
