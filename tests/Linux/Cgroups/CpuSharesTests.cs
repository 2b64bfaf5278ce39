using Kybernet.Linux.Cgroups;

namespace Kybernet.Linux.Tests.Cgroups;

public sealed class CpuSharesTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(100, 102)]
    [InlineData(1000, 1024)]
    [InlineData(2000, 2048)]
    [InlineData(1_000_000, 262144)]
    public void A_request_is_shares(long milliCpu, long shares) => Assert.Equal(shares, CpuShares.FromMilliCpu(milliCpu));

    [Theory]
    [InlineData(0, 100_000, 0)]
    [InlineData(5, 100_000, 1000)]
    [InlineData(10, 100_000, 1000)]
    [InlineData(100, 100_000, 10_000)]
    [InlineData(1500, 100_000, 150_000)]
    [InlineData(1500, 5_000, 7_500)]
    public void A_limit_is_a_quota(long milliCpu, long period, long quota) => Assert.Equal(quota, CpuShares.ToQuota(milliCpu, period));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1024, 39)]
    [InlineData(2048, 79)]
    [InlineData(262144, 10000)]
    [InlineData(0, 1)]
    [InlineData(1_000_000, 10000)]
    public void Shares_are_a_weight(long shares, long weight) => Assert.Equal(weight, CpuShares.ToWeight(shares));

    [Fact]
    public void A_pods_place_follows_its_class()
    {
        Assert.Equal("kubepods/poda", new PodCgroups("").OfPod(PodQosClass.Guaranteed, "a"));
        Assert.Equal("node-2/kubepods/burstable/poda", new PodCgroups("node-2").OfPod(PodQosClass.Burstable, "a"));
        Assert.Equal("kubepods/besteffort/poda", new PodCgroups("").OfPod(PodQosClass.BestEffort, "a"));
    }
}
