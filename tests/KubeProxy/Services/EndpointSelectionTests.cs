using System.Net;
using Kybernet.KubeProxy.Services;
using Kybernet.KubeProxy.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Services;

public sealed class EndpointSelectionTests
{
    // L: local, R: ready, T: terminating and serving, D: terminating and not serving, N: not ready; zN/nN: hint for zone or node N.
    [Theory]
    [InlineData("R R N", "", "0 1", "", true)]
    [InlineData("R T D", "", "0", "", true)]
    [InlineData("T T D N", "", "0 1", "", true)] // nothing ready: what still answers
    [InlineData("D N", "", "", "", false)]
    [InlineData("LR R LT", "external", "0 1", "0", true)]
    [InlineData("LT R", "external", "1", "0", true)] // here nothing but what terminates
    [InlineData("R R", "external", "0 1", "", true)]
    [InlineData("LR R", "internal", "", "0", true)]
    [InlineData("R", "internal", "", "", true)] // somewhere else: to be dropped, not refused
    [InlineData("D", "internal", "", "", false)]
    [InlineData("Rz1 Rz2 Rz1", "", "0 2", "", true)]
    [InlineData("Rz2 Rz2", "", "0 1", "", true)] // nobody is meant for us
    [InlineData("Rz1 R", "", "0 1", "", true)] // half an advice
    [InlineData("Rz1n-b Rz1node-a", "", "1", "", true)] // the node's own before its zone's
    [InlineData("Tz1 Tz2", "", "0 1", "", true)] // no advice for what terminates
    public void Chooses(string endpoints, string local, string cluster, string here, bool any)
    {
        var all = endpoints.Split(' ').Select(Endpoint).ToList();
        ServicePortInfo port = new()
        {
            Name = new("ns", "web", "", default), ClusterIP = IPAddress.Parse("10.96.0.10"), Port = 80, NodePort = local == "external" ? 30080 : 0,
            ExternalPolicyLocal = local == "external", InternalPolicyLocal = local == "internal",
        };
        var selection = EndpointSelection.Of(port, all, Make.Node);
        Assert.Equal(cluster, Indexes(selection.Cluster));
        Assert.Equal(any, selection.Any);
        if (local.Length > 0) Assert.Equal(here, Indexes(selection.Local));

        string Indexes(IEnumerable<EndpointInfo> chosen) => string.Join(' ', chosen.Select(endpoint => all.IndexOf(endpoint)));
    }

    [Fact]
    public void Slices_are_read_with_upstreams_defaults()
    {
        var bare = Make.Slice("web", new Api.Discovery.V1.Endpoint { Addresses = ["10.244.0.7"] });
        var info = Assert.Single(ServiceEndpoints.Of(new("ns", "web", "", default), [bare], Make.Here));
        Assert.Equal((true, true, false, false), (info.IsReady, info.IsServing, info.IsTerminating, info.IsLocal));

        var six = Make.Slice("web", Make.Endpoint("fd00::7"));
        six.AddressType = "IPv6";
        var portless = Make.Slice("web", Make.Endpoint("10.244.0.8"));
        portless.Ports[0].Port = null;
        Assert.Empty(ServiceEndpoints.Of(new("ns", "web", "", default), [six, portless], Make.Here));
    }

    [Fact]
    public void An_endpoint_in_two_slices_is_one_and_answers_if_it_does_in_either()
    {
        var stale = Make.Slice("web", Make.Endpoint("10.244.0.7", ready: false, serving: false));
        var fresh = Make.Slice("web", Make.Endpoint("10.244.0.7"), Make.Endpoint("10.244.0.3"));
        foreach (var slices in new[] { new[] { stale, fresh }, [fresh, stale] })
        {
            var endpoints = ServiceEndpoints.Of(new("ns", "web", "", default), slices, Make.Here);
            Assert.Equal(["10.244.0.3:8080", "10.244.0.7:8080"], endpoints.Select(endpoint => endpoint.ToString()));
            Assert.All(endpoints, endpoint => Assert.True(endpoint.IsReady));
        }
    }

    private static EndpointInfo Endpoint(string text, int index)
    {
        var (isLocal, rest) = text[0] == 'L' ? (true, text[1..]) : (false, text);
        var (zone, node) = (rest.IndexOf('z', StringComparison.Ordinal), rest.IndexOf('n', StringComparison.Ordinal));
        return new EndpointInfo
        {
            Address = IPAddress.Parse($"10.244.0.{index + 1}"), Port = 80, IsLocal = isLocal,
            IsReady = rest[0] == 'R', IsServing = rest[0] is 'R' or 'T', IsTerminating = rest[0] is 'T' or 'D',
            ZoneHints = zone > 0 ? [$"zone-{rest[zone + 1]}"] : [], NodeHints = node > 0 ? [rest[node..]] : [],
        };
    }
}
