using Kybernet.Api.Networking.V1;
using Kybernet.ControllerManager.ServiceCidrs;

namespace Kybernet.ControllerManager.Tests.ServiceCidrs;

public sealed class ServiceCidrDecisionTests
{
    [Theory]
    [InlineData(true, "10.0.0.0/24", "", "")]
    [InlineData(true, "10.0.0.0/24", "", "10.0.1.7")]
    [InlineData(false, "10.0.0.0/24", "", "10.0.0.7")]
    [InlineData(true, "10.0.0.0/24", "10.0.0.0/16", "10.0.0.7")]
    [InlineData(true, "10.0.0.0/24", "10.0.0.0/24", "10.0.0.7")]
    [InlineData(true, "10.0.0.0/24", "10.0.0.0/25", "10.0.0.7")]
    [InlineData(false, "10.0.0.0/24", "10.0.0.0/25", "10.0.0.7 10.0.0.200")]
    [InlineData(false, "10.0.0.0/24", "10.0.0.0/25", "10.0.0.127")]
    [InlineData(false, "10.0.0.0/24 fd00::/112", "10.0.0.0/16", "fd00::5")]
    [InlineData(true, "10.0.0.0/24 fd00::/112", "10.0.0.0/16 fd00::/108", "10.0.0.7 fd00::5")]
    public void A_network_goes_when_no_address_needs_it(bool may, string own, string other, string given)
    {
        ServiceCIDR cidr = new() { Metadata = { Name = "own" }, Spec = { Cidrs = [.. own.Split(' ')] } };
        List<ServiceCIDR> all = [cidr];
        if (other.Length > 0) all.Add(new ServiceCIDR { Metadata = { Name = "other" }, Spec = { Cidrs = [.. other.Split(' ')] } });
        Assert.Equal(may, ServiceCidrDecision.MayGo(cidr, all, given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static a => System.Net.IPAddress.Parse(a))));
    }
}
