using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kybernet.Base;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// A network whose addresses Services get: all but the network's own address and, in IPv4, the broadcast address. Immutable.
/// </summary>
internal sealed class ClusterIpRange
{
    /// <summary>The shortest prefix that an IPv6 network for Services may have.</summary>
    public const int ShortestPrefix6 = 64;

    private const int LeastAddresses = 8;

    private readonly UInt128 _first, _size, _reserved;

    /// <summary>The addresses of a network.</summary>
    public ClusterIpRange(IPNetwork network)
    {
        Network = network;
        var bits = network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        Family = bits == 128 ? IpFamilies.Six : IpFamilies.Four;
        var all = UInt128.One << Math.Min(bits - network.PrefixLength, 127);
        var unused = bits == 128 ? (UInt128)1 : 2;
        _first = Number(network.BaseAddress) + 1;
        _size = all > unused ? all - unused : 0;
        _reserved = Bands.Reserved(all, 16, 16, 256);
    }

    /// <summary>The networks of --service-cluster-ip-range.</summary>
    /// <exception cref="FormatException">There are none or more than two, two of one family, or one that is too small or too large.</exception>
    public static IReadOnlyList<ClusterIpRange> OfCluster(IReadOnlyList<IPNetwork> networks)
    {
        List<ClusterIpRange> ranges = [.. networks.Select(static n => new ClusterIpRange(n))];
        if (ranges.Count is 0 or > 2) throw new FormatException("--service-cluster-ip-range must contain one or two networks");
        if (ranges is [var one, var two] && one.Family == two.Family)
        {
            throw new FormatException("--service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family");
        }

        foreach (var range in ranges)
        {
            if (range._size + (range.Family == IpFamilies.Six ? 1u : 2u) < (UInt128)LeastAddresses)
            {
                throw new FormatException($"the service cluster IP range must be at least {LeastAddresses} IP addresses, not {range.Network}");
            }

            if (range.Family == IpFamilies.Six && range.Network.PrefixLength < ShortestPrefix6)
            {
                throw new FormatException($"shortest allowed prefix length for service CIDR is {ShortestPrefix6}, got {range.Network.PrefixLength}");
            }
        }

        return ranges;
    }

    /// <summary>The network.</summary>
    public IPNetwork Network { get; }

    /// <summary><c>IPv4</c> or <c>IPv6</c>.</summary>
    public string Family { get; }

    /// <summary>The first address of the lower band: the Service kubernetes has it.</summary>
    public IPAddress First => Address(0);

    /// <summary>Whether Services may have the address.</summary>
    public bool Contains(IPAddress address)
    {
        if (address.AddressFamily != Network.BaseAddress.AddressFamily) return false;
        var number = Number(address);
        return number >= _first && number - _first < _size;
    }

    /// <summary>The addresses in the order in which to try them for a Service that asks for none; to be broken off.</summary>
    public IEnumerable<IPAddress> Candidates(RandomSource random) => Bands.InOrder(_size, _reserved, random).Select(Address);

    private IPAddress Address(UInt128 offset)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _first + offset);
        return new IPAddress(Family == IpFamilies.Six ? bytes : bytes[12..]);
    }

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
