using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.ApiServer.Strategies.Services.Repair;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>What the repair finds between Services and node ports.</summary>
public sealed class PortRepairTests
{
    private readonly PortRepair _repair = new(new NodePortRange(30000, 30010));

    [Fact]
    public void What_agrees_is_left_alone() => Assert.Equal("", Look([Service("a", 30001)], "30001 a"));

    [Fact]
    public void A_service_gets_the_port_that_it_has_not()
    {
        Assert.Equal("a +30001 PortNotAllocated: Port 30001 is not allocated; repairing", Look([Service("a", 30001)], ""));
        Assert.Equal("a +30001 PortNotAllocated: Port 30001 is not allocated; repairing", Look([Service("a", 30001)], "30001 gone"));
    }

    [Fact]
    public void Of_two_services_the_one_that_is_named_keeps_the_port() => Assert.Equal(
        "a 30001 PortAlreadyAllocated: Port 30001 was assigned to multiple services; please recreate service", Look([Service("a", 30001), Service("b", 30001)], "30001 b"));

    [Fact]
    public void A_port_outside_is_only_told() => Assert.Equal(
        "a 31000 PortOutOfRange: Port 31000 is not within the port range 30000-30010; please recreate service", Look([Service("a", 31000)], ""));

    [Fact]
    public void TCP_and_UDP_may_share_a_port()
    {
        var both = Service("a", 30001);
        both.Spec.Ports.Add(new() { Port = 80, Protocol = "UDP", NodePort = 30001 });
        Assert.Equal("", Look([both], "30001 a"));
    }

    [Fact]
    public void A_port_without_a_service_goes_when_it_is_seen_for_the_third_time()
    {
        Assert.Equal("", Look([], "30001 a"));
        Assert.True(_repair.IsWaiting);
        Assert.Equal("", Look([], "30001 a"));
        Assert.Equal("-30001", Look([], "30001 a"));
        Assert.Equal("", Look([], ""));
        Assert.False(_repair.IsWaiting);

        // Unless there is a Service after all.
        Look([], "30002 a");
        Look([Service("a", 30002)], "30002 a");
        Assert.Equal("", Look([], "30002 a"));
    }

    [Fact]
    public void Where_no_service_can_be_on_its_way_it_goes_at_once() => Assert.Equal("-30001", Look([], "30001 a", isAlone: true));

    private string Look(Service[] services, string given, bool isAlone = false)
    {
        var ports = given.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static g => g.Split(' ')).ToDictionary(
            static g => int.Parse(g[0], System.Globalization.CultureInfo.InvariantCulture), static g => "ns/" + g[1]);
        var (findings, leaked) = _repair.Look(services, ports, isAlone);
        return string.Join(", ", findings.Select(static f => $"{f.Service.Metadata.Name} {(f.Assign ? "+" : "")}{f.Port} {f.Reason}: {f.Message}").Concat(leaked.Select(static p => $"-{p}")));
    }

    private static Service Service(string name, int port) => new()
    {
        Metadata = { Name = name, Namespace = "ns" },
        Spec = { Type = "NodePort", Ports = [new() { Port = 80, Protocol = "TCP", NodePort = port }] },
    };
}
