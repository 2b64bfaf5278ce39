using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.EndpointObjects;
using Xunit;

namespace Kybernet.ControllerManager.Tests.ServiceEndpoints;

public sealed class EndpointsDecisionTests
{
    [Fact]
    public void Ready_and_unready_addresses_share_a_subset()
    {
        var endpoints = EndpointsDecision.Decide(Make.Service(), [Make.Pod(1), Make.Pod(2, ready: false), Make.Pod(3)], null)!;

        var subset = Assert.Single(endpoints.Subsets);
        Assert.Equal(["10.0.0.1", "10.0.0.3"], subset.Addresses.Select(static a => a.Ip));
        Assert.Equal(["10.0.0.2"], subset.NotReadyAddresses.Select(static a => a.Ip));
        var port = Assert.Single(subset.Ports);
        Assert.Equal(("http", 8080, "TCP"), (port.Name, port.Port, port.Protocol));
        Assert.Equal("endpoint-controller", endpoints.Metadata.Labels["endpoints.kubernetes.io/managed-by"]);
        Assert.Equal("a", endpoints.Metadata.Labels["team"]);
    }

    [Fact]
    public void What_is_right_is_not_written()
    {
        var endpoints = EndpointsDecision.Decide(Make.Service(), Make.Pods(3), null)!;
        Assert.Null(EndpointsDecision.Decide(Make.Service(), Make.Pods(3), endpoints));
        Assert.NotNull(EndpointsDecision.Decide(Make.Service(), Make.Pods(4), endpoints));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Terminating_pods_count_only_where_all_are_published(bool publish, int expected)
    {
        var pod = Make.Pod(1, more: static p => p.Metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch);
        var endpoints = EndpointsDecision.Decide(Make.Service(s => s.Spec.PublishNotReadyAddresses = publish), [pod], null)!;
        Assert.Equal(expected, endpoints.Subsets.Sum(static s => s.Addresses.Count + s.NotReadyAddresses.Count));
    }

    [Fact]
    public void A_headless_service_needs_no_ports_and_says_that_it_is_headless()
    {
        var service = Make.Service(static s => (s.Spec.ClusterIP, s.Spec.Ports) = ("None", []));
        var endpoints = EndpointsDecision.Decide(service, Make.Pods(2), null)!;
        Assert.Equal(2, Assert.Single(endpoints.Subsets).Addresses.Count);
        Assert.Equal("", endpoints.Metadata.Labels["service.kubernetes.io/headless"]);
    }

    [Fact]
    public void Pods_with_different_ports_make_different_subsets()
    {
        var service = Make.Service(static s => s.Spec.Ports[0].TargetPort = "web");
        var other = Make.Pod(2, more: static p => p.Spec.Containers[0].Ports[0].ContainerPortValue = 9001);
        var unnamed = Make.Pod(3, more: static p => p.Spec.Containers[0].Ports.Clear());
        var endpoints = EndpointsDecision.Decide(service, [Make.Pod(1), other, unnamed], null)!;
        Assert.Equal([9000, 9001], endpoints.Subsets.Select(static s => s.Ports[0].Port));
    }

    [Fact]
    public void A_thousand_addresses_are_the_most_and_ready_ones_stay()
    {
        var pods = Enumerable.Range(1, 1100).Select(i => Make.Pod(i, ready: i > 150, p =>
        {
            p.Status.PodIP = $"10.0.{i / 250}.{i % 250}";
            p.Status.PodIPs = [new() { Ip = p.Status.PodIP }];
        }));
        var endpoints = EndpointsDecision.Decide(Make.Service(), pods, null)!;
        Assert.Equal((950, 50), (endpoints.Subsets[0].Addresses.Count, endpoints.Subsets[0].NotReadyAddresses.Count));
        Assert.Equal("truncated", endpoints.Metadata.Annotations["endpoints.kubernetes.io/over-capacity"]);
    }
}
