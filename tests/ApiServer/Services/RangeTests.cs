using System.Net;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.Base;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>Which addresses and ports there are, and in which order they are given out.</summary>
public sealed class RangeTests
{
    private static readonly RandomSource Chance = new(1);

    [Theory]
    // network, first of all, first and last of the upper band, how many there are
    [InlineData("10.0.0.0/28", "10.0.0.1", "10.0.0.1", "10.0.0.14", 14)]
    [InlineData("10.0.0.0/27", "10.0.0.1", "10.0.0.17", "10.0.0.30", 30)]
    [InlineData("10.0.0.0/24", "10.0.0.1", "10.0.0.17", "10.0.0.254", 254)]
    [InlineData("10.0.0.0/23", "10.0.0.1", "10.0.0.33", "10.0.1.254", 510)]
    [InlineData("10.0.0.0/20", "10.0.0.1", "10.0.1.1", "10.0.15.254", 4094)]
    [InlineData("10.0.0.0/16", "10.0.0.1", "10.0.1.1", "10.0.255.254", 65534)]
    [InlineData("fd00::/120", "fd00::1", "fd00::11", "fd00::ff", 255)]
    [InlineData("fd00::/112", "fd00::1", "fd00::101", "fd00::ffff", 65535)]
    public void The_upper_band_comes_first(string network, string first, string upper, string last, int size)
    {
        ClusterIpRange range = new(IPNetwork.Parse(network));
        var all = range.Candidates(Chance).ToList();
        Assert.Equal(size, all.Count);
        Assert.Equal(size, all.Distinct().Count());
        Assert.Equal(IPAddress.Parse(first), range.First);
        Assert.Equal(IPAddress.Parse(first), all.MinBy(Text));

        var lower = all.Count(a => string.CompareOrdinal(Text(a), Text(IPAddress.Parse(upper))) < 0);
        Assert.Equal(IPAddress.Parse(upper), all.Take(size - lower).MinBy(Text));
        Assert.Equal(IPAddress.Parse(last), all.Take(size - lower).MaxBy(Text));
        Assert.All(all, a => Assert.True(range.Contains(a)));
        Assert.False(range.Contains(IPNetwork.Parse(network).BaseAddress));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.255", false)]
    [InlineData("10.0.0.0/24", "10.0.1.1", false)]
    [InlineData("10.0.0.0/24", "fd00::1", false)]
    [InlineData("fd00::/120", "fd00::ff", true)]
    [InlineData("fd00::/64", "fd00::ffff:ffff:ffff:ffff", true)]
    [InlineData("fd00::/120", "10.0.0.1", false)]
    public void Edges(string network, string address, bool contains) =>
        Assert.Equal(contains, new ClusterIpRange(IPNetwork.Parse(network)).Contains(IPAddress.Parse(address)));

    [Fact]
    public void A_huge_network_is_not_counted_through() =>
        Assert.Equal(100, new ClusterIpRange(IPNetwork.Parse("fd00::/64")).Candidates(Chance).Take(100).Distinct().Count());

    [Theory]
    [InlineData(30000, 30015, 30000)]
    [InlineData(30000, 30031, 30016)]
    [InlineData(30000, 32767, 30086)]
    [InlineData(30000, 39999, 30128)]
    public void Ports_come_from_the_upper_band_first(int first, int last, int upper)
    {
        var all = new NodePortRange(first, last).Candidates(Chance).ToList();
        Assert.Equal(Enumerable.Range(first, last - first + 1), all.Order());
        Assert.Equal(upper, all.Take(last - upper + 1).Min());
        Assert.Equal(last, all.Take(last - upper + 1).Max());
    }

    [Theory]
    [InlineData("must contain one or two networks")]
    [InlineData("must contain one or two networks", "10.0.0.0/16", "fd00::/112", "fd01::/112")]
    [InlineData("must be of different IP family", "10.0.0.0/16", "10.1.0.0/16")]
    [InlineData("must be at least 8 IP addresses", "10.0.0.0/30")]
    [InlineData("shortest allowed prefix length for service CIDR is 64, got 48", "fd00::/48")]
    [InlineData("", "10.0.0.0/29")]
    [InlineData("", "fd00::/112", "10.0.0.0/16")]
    public void A_cluster_has_one_network_or_two(string wrong, params string[] networks)
    {
        void Make() => ClusterIpRange.OfCluster([.. networks.Select(IPNetwork.Parse)]);
        if (wrong.Length == 0) Make();
        else Assert.Contains(wrong, Assert.Throws<FormatException>(Make).Message, StringComparison.Ordinal);
    }

    private static string Text(IPAddress address) => Convert.ToHexString(address.GetAddressBytes());
}
