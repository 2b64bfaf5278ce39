using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kybernet.Api;

namespace Kybernet.KubeProxy.Services;

/// <summary>IPv4 addresses and networks: read from objects, in order, and as the packet filter wants them.</summary>
internal static class IPv4
{
    /// <summary>The address, or null for what is none of IPv4 ("None", nothing, an IPv6 address).</summary>
    public static IPAddress? Address(string text) =>
        IpText.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address : null;

    /// <summary>The addresses among these texts, each once.</summary>
    public static IReadOnlyList<IPAddress> Addresses(IEnumerable<string> texts) =>
        [.. texts.Select(Address).OfType<IPAddress>().Distinct()];

    /// <summary>The network, or null for what is none of IPv4. Bits of the address beyond the prefix are cleared.</summary>
    public static IPNetwork? Network(string text)
    {
        if (!IpText.TryParseCidr(text.AsSpan().Trim(), out var address, out var length)) return null;
        if (address.AddressFamily != AddressFamily.InterNetwork) return null;
        var bits = Number(address) & (length == 0 ? 0 : uint.MaxValue << (32 - length));
        return new IPNetwork(new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]), length);
    }

    /// <summary>The same addresses without networks that are part of others: an interval set refuses those. Sorted.</summary>
    public static IReadOnlyList<IPNetwork> WithoutOverlap(IEnumerable<IPNetwork> networks)
    {
        List<IPNetwork> kept = [];
        foreach (var network in networks.OrderBy(network => network.PrefixLength))
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
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
