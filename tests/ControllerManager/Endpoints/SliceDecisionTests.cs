using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.ControllerManager.EndpointSlices;
using Xunit;

namespace Kybernet.ControllerManager.Tests.ServiceEndpoints;

public sealed class SliceDecisionTests
{
    private int _names;

    [Fact]
    public void A_new_service_gets_named_labelled_owned_slices()
    {
        var slice = Assert.Single(Plan([], 3).Create);

        Assert.Equal("web-", slice.Metadata.GenerateName);
        Assert.Equal(
            ["endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io", "kubernetes.io/service-name=web", "team=a"],
            slice.Metadata.Labels.Select(static l => $"{l.Key}={l.Value}"));
        var owner = Assert.Single(slice.Metadata.OwnerReferences);
        Assert.Equal(("v1", "Service", "web", "uid-web", true, true), (owner.ApiVersion, owner.Kind, owner.Name, owner.Uid, owner.Controller, owner.BlockOwnerDeletion));
        Assert.Equal(3, slice.Endpoints.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(230, 3)]
    public void Slices_hold_a_hundred(int pods, int slices)
    {
        var plan = Plan([], pods);
        Assert.Equal(slices, plan.Create.Count);
        Assert.Equal(pods, plan.Create.Sum(static s => s.Endpoints.Count));
        Assert.All(plan.Create, static s => Assert.True(s.Endpoints.Count <= 100));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(150)]
    public void What_is_right_is_not_written(int pods)
    {
        var settled = Settle([], Make.Pods(pods));
        var plan = Plan(settled, pods);
        Assert.Equal((0, 0, 0), (plan.Create.Count, plan.Update.Count, plan.Delete.Count));
    }

    [Fact]
    public void The_placeholder_becomes_the_first_slice_and_the_last_slice_the_placeholder()
    {
        var empty = Settle([], []);
        var plan = Plan(empty, 2);
        Assert.Equal((0, 1, 0), (plan.Create.Count, plan.Update.Count, plan.Delete.Count));
        Assert.Equal(empty[0].Metadata.Name, plan.Update[0].Metadata.Name);

        var back = Plan(plan.Update, 0);
        Assert.Equal((0, 1, 0), (back.Create.Count, back.Update.Count, back.Delete.Count));
        Assert.Empty(back.Update[0].Endpoints);
        Assert.Empty(back.Update[0].Ports);
    }

    [Fact]
    public void A_new_endpoint_goes_where_there_is_room_with_one_write()
    {
        var settled = Settle([], Make.Pods(150));
        var plan = Plan(settled, 151);
        Assert.Equal((0, 1, 0), (plan.Create.Count, plan.Update.Count, plan.Delete.Count));
        Assert.Equal(51, plan.Update[0].Endpoints.Count);
    }

    [Fact]
    public void A_slice_that_changes_anyway_takes_the_newcomer()
    {
        var settled = Settle([], Make.Pods(150));
        var gone = settled.First(static s => s.Endpoints.Count == 100).Endpoints[0].TargetRef!.Uid;
        var pods = Make.Pods(151).Where(p => p.Metadata.Uid != gone).ToList();

        var plan = Plan(settled, pods);

        Assert.Equal((0, 1, 0), (plan.Create.Count, plan.Update.Count, plan.Delete.Count));
        Assert.Equal(100, plan.Update[0].Endpoints.Count);
    }

    [Fact]
    public void Readiness_is_an_update_of_one_slice()
    {
        var settled = Settle([], Make.Pods(150));
        var pods = Make.Pods(150).ToList();
        pods[3] = Make.Pod(4, ready: false);
        var plan = Plan(settled, pods);
        Assert.Equal((0, 1, 0), (plan.Create.Count, plan.Update.Count, plan.Delete.Count));
    }

    [Fact]
    public void Labels_of_the_service_are_handed_on()
    {
        var settled = Settle([], Make.Pods(2));
        var service = Make.Service(static s => s.Metadata.Labels["team"] = "b");
        var plan = SliceDecision.Plan(service, "IPv4", settled, Desired(service, Make.Pods(2)), 100);
        Assert.Equal("b", Assert.Single(plan.Update).Metadata.Labels["team"]);
    }

    [Fact]
    public void Slices_of_an_earlier_service_of_that_name_are_not_kept()
    {
        var settled = Settle([], Make.Pods(2));
        var service = Make.Service(static s => s.Metadata.Uid = "uid-second");
        var plan = SliceDecision.Plan(service, "IPv4", settled, Desired(service, Make.Pods(2)), 100);
        Assert.Equal("uid-second", Assert.Single(plan.Update).Metadata.OwnerReferences[0].Uid);
        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void Whatever_happened_before_one_round_settles_it()
    {
        // Random histories: after carrying a plan out, all desired endpoints are there once, and there is nothing more to do.
        Random random = new(1);
        for (var history = 0; history < 50; history++)
        {
            List<EndpointSlice> slices = [];
            for (var step = 0; step < 10; step++)
            {
                var pods = Enumerable.Range(1, 250).Where(_ => random.Next(3) > 0).Select(i => Make.Pod(i, random.Next(2) > 0)).ToList();
                slices = Settle(slices, pods);
                Assert.Equal(
                    pods.Select(static p => p.Metadata.Uid).Order(StringComparer.Ordinal),
                    slices.SelectMany(static s => s.Endpoints).Select(static e => e.TargetRef!.Uid).Order(StringComparer.Ordinal));
                Assert.All(slices, static s => Assert.True(s.Endpoints.Count <= 100));
                var more = Plan(slices, pods);
                Assert.Equal((0, 0, 0), (more.Create.Count, more.Update.Count, more.Delete.Count));
            }
        }
    }

    private static IReadOnlyList<EndpointGroup> Desired(Service service, IEnumerable<Pod> pods) =>
        DesiredEndpoints.Of(service, pods, "IPv4", Make.Node, []);

    private static SlicePlan Plan(IEnumerable<EndpointSlice> existing, int pods) => Plan(existing, Make.Pods(pods));

    private static SlicePlan Plan(IEnumerable<EndpointSlice> existing, IEnumerable<Pod> pods) =>
        SliceDecision.Plan(Make.Service(), "IPv4", existing, Desired(Make.Service(), pods), 100);

    private List<EndpointSlice> Settle(List<EndpointSlice> existing, IEnumerable<Pod> pods)
    {
        var plan = Plan(existing, pods);
        foreach (var slice in plan.Create) slice.Metadata.Name = $"web-{_names++:D5}";
        var written = plan.Update.Select(static s => s.Metadata.Name).Concat(plan.Delete.Select(static s => s.Metadata.Name)).ToHashSet();
        return [.. existing.Where(s => !written.Contains(s.Metadata.Name)), .. plan.Update, .. plan.Create];
    }
}
