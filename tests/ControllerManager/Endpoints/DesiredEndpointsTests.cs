using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.ControllerManager.EndpointSlices;
using Xunit;

namespace Kybernet.ControllerManager.Tests.ServiceEndpoints;

public sealed class DesiredEndpointsTests
{
    [Theory]
    //          ready  terminating publish   → ready serving terminating
    [InlineData(true, false, false, true, true, false)]
    [InlineData(false, false, false, false, false, false)]
    [InlineData(true, true, false, false, true, true)]
    [InlineData(false, true, false, false, false, true)]
    [InlineData(false, false, true, true, false, false)]
    [InlineData(true, true, true, true, true, true)]
    public void Conditions_follow_the_pod(bool podReady, bool deleted, bool publish, bool ready, bool serving, bool terminating)
    {
        var service = Make.Service(s => s.Spec.PublishNotReadyAddresses = publish);
        var pod = Make.Pod(1, podReady, p => p.Metadata.DeletionTimestamp = deleted ? DateTimeOffset.UnixEpoch : null);

        var endpoint = Assert.Single(Assert.Single(Of(service, pod)).Endpoints);

        Assert.Equal((ready, serving, terminating), (endpoint.Conditions.Ready, endpoint.Conditions.Serving, endpoint.Conditions.Terminating));
    }

    [Fact]
    public void An_endpoint_tells_its_pod_node_and_zone()
    {
        var endpoint = Assert.Single(Assert.Single(Of(Make.Service(), Make.Pod(7))).Endpoints);

        Assert.Equal(["10.0.0.7"], endpoint.Addresses);
        Assert.Equal(("Pod", "default", "web-007", "uid-7"), (endpoint.TargetRef!.Kind, endpoint.TargetRef.Namespace, endpoint.TargetRef.Name, endpoint.TargetRef.Uid));
        Assert.Equal(("node-1", "z1", (string?)null), (endpoint.NodeName, endpoint.Zone, endpoint.Hostname));
    }

    [Theory]
    [InlineData("Succeeded", "10.0.0.1")]
    [InlineData("Failed", "10.0.0.1")]
    [InlineData("Pending", "")]
    public void Pods_that_ended_or_have_no_address_are_no_endpoints(string phase, string ip) =>
        Assert.Empty(Of(Make.Service(), Make.Pod(1, more: p =>
        {
            p.Status.Phase = phase;
            p.Status.PodIP = ip;
            p.Status.PodIPs = ip.Length == 0 ? [] : [new() { Ip = ip }];
        })));

    [Fact]
    public void A_named_port_is_each_pods_own_and_groups_by_number()
    {
        var service = Make.Service(s => s.Spec.Ports[0].TargetPort = "web");
        var other = Make.Pod(2, more: static p => p.Spec.Containers[0].Ports[0].ContainerPortValue = 9001);

        var groups = Of(service, Make.Pod(1), other, Make.Pod(3));

        Assert.Equal([(9000, 2), (9001, 1)], groups.Select(static g => (g.Ports[0].Port!.Value, g.Endpoints.Count)));
    }

    [Fact]
    public void A_hostname_counts_only_below_its_own_service()
    {
        static void Named(Pod p) => (p.Spec.Hostname, p.Spec.Subdomain) = ("web-0", "web");
        var other = Make.Service(static s => s.Metadata.Name = "other");

        Assert.Equal("web-0", Of(Make.Service(), Make.Pod(1, more: Named))[0].Endpoints[0].Hostname);
        Assert.Null(Of(other, Make.Pod(1, more: Named))[0].Endpoints[0].Hostname);
    }

    [Fact]
    public void A_pod_of_a_node_that_is_gone_is_left_out_unless_all_are_to_be_published()
    {
        List<Pod> homeless = [];
        Assert.Empty(DesiredEndpoints.Of(Make.Service(), [Make.Pod(1)], "IPv4", static _ => null, homeless));
        Assert.Equal("web-001", Assert.Single(homeless).Metadata.Name);
        var publishing = Make.Service(static s => s.Spec.PublishNotReadyAddresses = true);
        Assert.Single(DesiredEndpoints.Of(publishing, [Make.Pod(1)], "IPv4", static _ => null, homeless));
    }

    [Theory]
    [InlineData("10.96.0.1", "", "IPv4")]
    [InlineData("fd00::1", "", "IPv6")]
    [InlineData("None", "", "IPv4 IPv6")]
    [InlineData("None", "IPv6", "IPv6")]
    [InlineData("10.96.0.1", "IPv4 IPv6", "IPv4 IPv6")]
    public void Families_are_the_services(string clusterIP, string families, string expected)
    {
        var service = Make.Service(s =>
        {
            s.Spec.ClusterIP = clusterIP;
            s.Spec.IpFamilies = [.. families.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        });
        Assert.Equal(expected.Split(' '), DesiredEndpoints.AddressTypes(service));
    }

    private static IReadOnlyList<EndpointGroup> Of(Service service, params Pod[] pods) =>
        DesiredEndpoints.Of(service, pods, "IPv4", Make.Node, []);
}
