using System.Net;

namespace Kybernet.KubeProxy.Services;

/// <summary>IPv4 networks as the packet filter wants them.</summary>
internal static class Networks4
{
    /// <summary>The network that an address is in; bits of the address beyond the prefix are cleared.</summary>
    public static IPNetwork Of(IPAddress address, int prefixLength)
    {
        var bits = Number(address) & (prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
        return new IPNetwork(new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]), prefixLength);
    }

    /// <summary>The same addresses without networks that are part of others: an interval set refuses those. Sorted.</summary>
    public static IReadOnlyList<IPNetwork> WithoutOverlap(IEnumerable<IPNetwork> networks)
    {
        List<IPNetwork> kept = [];
        foreach (var network in networks.OrderBy(network => network.PrefixLength).ThenBy(network => Number(network.BaseAddress)))
        {
            if (!kept.Exists(other => other.Contains(network.BaseAddress))) kept.Add(network);
        }
        return [.. kept.OrderBy(network => Number(network.BaseAddress))];
    }

    /// <summary>An address as a number that sorts as the address does.</summary>
    public static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
