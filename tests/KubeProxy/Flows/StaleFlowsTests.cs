using System.Net;
using Kybernet.KubeProxy.Flows;
using Kybernet.KubeProxy.Tests.Harness;
using Kybernet.Linux.Networking;

namespace Kybernet.KubeProxy.Tests.Flows;

public sealed class StaleFlowsTests
{
    [Theory]
    [InlineData("10.96.0.10:53", "10.244.1.5:53", false)] // to an endpoint
    [InlineData("10.96.0.10:53", "10.244.1.6:53", false)] // terminating, and still answering
    [InlineData("10.96.0.10:53", "10.244.1.7:53", true)] // not an endpoint any more
    [InlineData("10.96.0.10:53", "10.96.0.10:53", true)] // from before the Service had any
    [InlineData("10.96.0.10:54", "10.244.1.7:53", false)] // not the Service's port
    [InlineData("203.0.113.9:53", "10.244.1.7:53", true)]
    [InlineData("192.0.2.1:30053", "10.244.1.5:53", false)]
    [InlineData("192.0.2.1:30053", "10.244.1.7:53", true)]
    [InlineData("192.0.2.1:30053", "192.0.2.1:30053", true)] // to the node, from before the NodePort
    [InlineData("8.8.8.8:30053", "8.8.8.8:30053", false)] // to somebody else's port of that number
    [InlineData("10.96.0.20:53", "10.244.1.5:53", true)] // to a Service without endpoints
    public void Flows_to_what_does_not_answer_for_the_service_are_stale(string destination, string answeredBy, bool stale)
    {
        var dns = Make.Service("dns", "10.96.0.10", 53, "UDP", nodePort: 30053, with: spec => spec.ExternalIPs = ["203.0.113.9"]);
        var rules = Make.Rules(
            [dns, Make.Service("empty", "10.96.0.20", 53, "UDP"), Make.Service("tcp", "10.96.0.30")],
            [Make.Slice("dns", 53, "UDP", "", Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.1.6", ready: false, terminating: true))]);
        UdpFlow flow = new(IPEndPoint.Parse("10.244.3.3:4000"), IPEndPoint.Parse(destination), IPEndPoint.Parse(answeredBy));
        Assert.Equal(stale ? [flow] : [], StaleFlows.Among([flow], rules.Udp, Make.Node.Addresses));
    }

    [Fact]
    public void Only_changes_of_udp_ask_for_a_look()
    {
        var (dns, web) = (Make.Service("dns", "10.96.0.10", 53, "UDP"), Make.Service("web", "10.96.0.20"));
        var one = Make.Rules([dns], [Make.Slice("dns", 53, "UDP", "", Make.Endpoint("10.244.1.5"))]).Udp;
        var two = Make.Rules([dns], [Make.Slice("dns", 53, "UDP", "", Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.1.6"))]).Udp;
        var tcp = Make.Rules([dns, web], [Make.Slice("dns", 53, "UDP", "", Make.Endpoint("10.244.1.5"))]).Udp;
        Assert.True(StaleFlows.MayExist(one, two));
        Assert.True(StaleFlows.MayExist(two, one));
        Assert.False(StaleFlows.MayExist(one, tcp));
        Assert.False(StaleFlows.MayExist(one, new Dictionary<string, UdpDestination>()));
    }
}
