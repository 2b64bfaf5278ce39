using System.Net;
using Kybernet.Api;

namespace Kybernet.KubeProxy.Services;

/// <summary>Which of a node's addresses serve NodePorts: all, the primary ones, or those of some networks.</summary>
public sealed class NodePortAddresses
{
    private NodePortAddresses(bool isPrimary, IReadOnlyList<IPNetwork> networks) => (IsPrimary, Networks) = (isPrimary, networks);

    /// <summary>All addresses that the node has.</summary>
    public static NodePortAddresses All { get; } = new(isPrimary: false, []);

    /// <summary>The addresses in the Node's status alone.</summary>
    public static NodePortAddresses Primary { get; } = new(isPrimary: true, []);

    internal bool IsPrimary { get; }

    /// <summary>Empty for all and for primary.</summary>
    internal IReadOnlyList<IPNetwork> Networks { get; }

    internal bool IsAll => !IsPrimary && Networks.Count == 0;

    /// <summary>Reads the flag's values: none (all), "primary" alone, or networks; those of IPv6 are left out.</summary>
    /// <exception cref="FormatException">A value is neither.</exception>
    public static NodePortAddresses Parse(IReadOnlyCollection<string> values)
    {
        if (values.Contains("primary"))
            return values.Count == 1 ? Primary : throw new FormatException("cannot use 'primary' with other --nodeport-addresses values");
        List<IPNetwork> networks = [];
        foreach (var value in values)
        {
            if (IPv4.Network(value) is { } network) networks.Add(network);
            else if (!IpText.TryParseCidr(value, out _, out _)) throw new FormatException($"invalid CIDR address: {value}");
        }
        return networks.Count == 0 && values.Count > 0
            ? throw new FormatException("--nodeport-addresses names no IPv4 network")
            : new NodePortAddresses(isPrimary: false, IPv4.WithoutOverlap(networks));
    }

    /// <summary>Whether 127.0.0.1 is to serve NodePorts as far as these addresses go.</summary>
    internal bool IncludeLoopback => IsAll || Networks.Any(network => network.Contains(IPAddress.Loopback));
}
