using Kybernet.Linux.Networking;

namespace Kybernet.Linux.Tests.Networking;

public sealed class UdpFlowTests
{
    [Theory]
    [InlineData(
        "udp      17 27 src=10.244.3.3 dst=10.96.0.10 sport=4000 dport=53 [UNREPLIED] src=10.244.3.2 dst=10.244.3.3 sport=5353 dport=4000 mark=0 use=1",
        "10.244.3.3:4000 10.96.0.10:53 10.244.3.2:5353")]
    [InlineData(
        "udp 17 117 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 packets=3 bytes=99 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 packets=3 bytes=99 [ASSURED] use=1",
        "10.0.0.1:1 10.0.0.2:2 10.0.0.2:2")]
    [InlineData("tcp 6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 use=1", null)]
    [InlineData("conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.", null)]
    [InlineData("", null)]
    public void Lines_of_the_listing_are_read(string line, string? expected) =>
        Assert.Equal(expected, UdpFlow.Parse(line) is { } flow ? $"{flow.Source} {flow.Destination} {flow.AnsweredBy}" : null);
}
