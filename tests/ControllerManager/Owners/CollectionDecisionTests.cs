using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ControllerManager.GarbageCollection;

namespace Kybernet.ControllerManager.Tests.Owners;

public sealed class CollectionDecisionTests
{
    [Theory]
    // owners: s solid, d dangling, w waiting; dependents: - none, p plain, f in foreground deletion
    [InlineData("", "-", "", "keep")]
    [InlineData("s", "-", "", "keep")]
    [InlineData("sd", "-", "", "remove 1")]
    [InlineData("sw", "p", "", "remove 1")]
    [InlineData("dsw", "-", "", "remove 0 2")]
    [InlineData("d", "p", "", "Background")]
    [InlineData("d", "-", "orphan", "Orphan")]
    [InlineData("d", "-", "foregroundDeletion", "Foreground")]
    [InlineData("w", "-", "", "Background")]
    [InlineData("w", "p", "", "Foreground")]
    [InlineData("wd", "f", "", "Foreground unblocked")]
    public void Owners_decide(string owners, string dependents, string finalizer, string expected)
    {
        ObjectMeta item = new() { Name = "x", Uid = "x" };
        if (finalizer.Length > 0) item.Finalizers.Add(finalizer);
        Dictionary<string, OwnerState> states = [];
        for (var i = 0; i < owners.Length; i++)
            states[$"{i}"] = owners[i] switch { 's' => OwnerState.Solid, 'd' => OwnerState.Dangling, _ => OwnerState.WaitingForDependents };
        List<GraphNode> below = dependents == "-" ? [] : [Node("y", deleting: dependents == "f")];

        var text = CollectionDecision.Decide(item, states, below) switch
        {
            CollectionAction.RemoveOwners remove => "remove " + string.Join(' ', remove.Uids),
            CollectionAction.Delete delete => delete.Policy + (delete.UnblockFirst ? " unblocked" : ""),
            _ => "keep",
        };
        Assert.Equal(expected, text);
    }

    [Fact]
    public void A_dependent_is_checked_when_its_owner_is_missing_goes_or_waits()
    {
        DependencyGraph graph = new();
        Assert.Equal(["child"], graph.Observe(Node("child", owner: "parent")).Check);
        Assert.Empty(graph.Observe(Node("parent")).Check);
        Assert.True(graph.IsHeld(graph.Find("child")!));
        Assert.Equal(["child", "parent"], graph.Observe(Node("parent", deleting: true)).Check);
        Assert.False(graph.IsHeld(graph.Find("child")!));
        Assert.Equal(["parent"], graph.Remove("child").Check);
        Assert.Empty(graph.DependentsOf("parent"));
        Assert.Empty(graph.Remove("parent").Check);
    }

    [Fact]
    public void A_reference_that_describes_another_object_holds_nothing()
    {
        DependencyGraph graph = new();
        graph.Observe(Node("parent"));
        var child = Node("child", owner: "parent");
        child.Metadata.OwnerReferences[0].Name = "somebody-else";
        Assert.Equal(["child"], graph.Observe(child).Check);
        Assert.False(graph.IsHeld(child));
    }

    [Fact]
    public void Orphaning_is_asked_for_once()
    {
        DependencyGraph graph = new();
        var going = Node("parent", deleting: true);
        going.Metadata.Finalizers.Clear();
        going.Metadata.Finalizers.Add("orphan");
        Assert.Equal(["parent"], graph.Observe(going).Orphan);
        Assert.Empty(graph.Observe(going with { }).Orphan);
    }

    private static GraphNode Node(string uid, string? owner = null, bool deleting = false)
    {
        ObjectMeta metadata = new() { Name = uid, Namespace = "default", Uid = uid };
        if (owner is not null) metadata.OwnerReferences.Add(new() { ApiVersion = "v1", Kind = "ConfigMap", Name = owner, Uid = owner, BlockOwnerDeletion = true });
        if (deleting)
        {
            metadata.DeletionTimestamp = DateTimeOffset.UnixEpoch;
            metadata.Finalizers.Add("foregroundDeletion");
        }

        return new GraphNode(ConfigMap.Resource, metadata);
    }
}
