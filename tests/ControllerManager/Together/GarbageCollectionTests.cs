using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class GarbageCollectionTests
{
    private readonly SimulatedCluster _cluster = new();

    [Fact]
    public void Dependents_of_a_deleted_owner_go_with_theirs()
    {
        var owner = Create("owner");
        var middle = Create("middle", owner);
        Create("leaf", middle);
        Create("free");
        _cluster.Advance(2);
        Delete("owner", "Background");
        _cluster.Advance(2);
        Assert.Equal(["free"], Names());
    }

    [Fact]
    public void An_owner_in_foreground_deletion_goes_last()
    {
        var owner = Create("owner");
        var middle = Create("middle", owner);
        Create("leaf", middle, finalizer: "example.com/hold");
        _cluster.Advance(2);
        Delete("owner", "Foreground");
        _cluster.Advance(5);
        Assert.Equal(["leaf", "middle", "owner"], Names());
        Assert.Contains("foregroundDeletion", Read("middle").Metadata.Finalizers);
        Release("leaf");
        _cluster.Advance(5);
        Assert.Empty(Names());
    }

    [Fact]
    public void What_does_not_block_is_not_waited_for()
    {
        var owner = Create("owner");
        Create("leaf", owner, finalizer: "example.com/hold", blocks: false);
        _cluster.Advance(2);
        Delete("owner", "Foreground");
        _cluster.Advance(5);
        Assert.Equal(["leaf"], Names());
        Assert.NotNull(Read("leaf").Metadata.DeletionTimestamp);
    }

    [Fact]
    public void Orphans_stay_and_forget_their_owner()
    {
        var owner = Create("owner");
        Create("leaf", owner);
        _cluster.Advance(2);
        Delete("owner", "Orphan");
        _cluster.Advance(2);
        Assert.Equal(["leaf"], Names());
        Assert.Empty(Read("leaf").Metadata.OwnerReferences);
    }

    [Fact]
    public void One_owner_of_two_is_enough_to_stay()
    {
        var first = Create("first");
        var second = Create("second");
        Create("leaf", first, other: second);
        _cluster.Advance(2);
        Delete("first", "Background");
        _cluster.Advance(2);
        Assert.Equal(["leaf", "second"], Names());
        Assert.Equal("uid of second", Assert.Single(Read("leaf").Metadata.OwnerReferences).Uid == second.Metadata.Uid ? "uid of second" : "another");
    }

    [Fact]
    public void An_owner_that_never_was_takes_its_dependents_along()
    {
        ConfigMap ghost = new() { Metadata = new() { Name = "ghost", Namespace = "default", Uid = "6dbd3a4c-0000-4000-8000-000000000000" } };
        Create("leaf", ghost);
        _cluster.Advance(2);
        Assert.Empty(Names());
    }

    [Fact]
    public void An_owner_of_another_namespace_is_none()
    {
        var owner = Create("owner");
        _cluster.Do(() => _cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = "other" } }));
        _cluster.Do(() => _cluster.Client.CreateAsync(Value("leaf", owner, null, null, true, "other")));
        _cluster.Advance(3);
        Assert.DoesNotContain("leaf", Names("other"));
        Assert.Equal(["owner"], Names());
    }

    [Fact]
    public void Two_that_own_each_other_go_together()
    {
        var first = Create("first");
        var second = Create("second", first);
        first = Read("first");
        first.Metadata.OwnerReferences.Add(Reference(second, blocks: true));
        _cluster.Do(() => _cluster.Client.UpdateAsync(first));
        _cluster.Advance(2);
        Delete("first", "Foreground");
        _cluster.Advance(10);
        Assert.Empty(Names());
    }

    private ConfigMap Create(string name, ConfigMap? owner = null, ConfigMap? other = null, string? finalizer = null, bool blocks = true) =>
        _cluster.Get(() => _cluster.Client.CreateAsync(Value(name, owner, other, finalizer, blocks, "default")));

    private static ConfigMap Value(string name, ConfigMap? owner, ConfigMap? other, string? finalizer, bool blocks, string ns)
    {
        ConfigMap value = new() { Metadata = new() { Name = name, Namespace = ns } };
        if (owner is not null) value.Metadata.OwnerReferences.Add(Reference(owner, blocks));
        if (other is not null) value.Metadata.OwnerReferences.Add(Reference(other, blocks));
        if (finalizer is not null) value.Metadata.Finalizers.Add(finalizer);
        return value;
    }

    private static OwnerReference Reference(ConfigMap owner, bool blocks) =>
        new() { ApiVersion = "v1", Kind = "ConfigMap", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, BlockOwnerDeletion = blocks };

    private void Delete(string name, string policy) =>
        _cluster.Do(() => _cluster.Client.DeleteAsync<ConfigMap>("default", name, new() { PropagationPolicy = policy }));

    private void Release(string name)
    {
        var value = Read(name);
        value.Metadata.Finalizers.RemoveAll(static f => f == "example.com/hold");
        _cluster.Do(() => _cluster.Client.UpdateAsync(value));
    }

    private ConfigMap Read(string name) => _cluster.Get(() => _cluster.Client.GetAsync<ConfigMap>("default", name));

    private IEnumerable<string> Names(string ns = "default") =>
        _cluster.Get(() => _cluster.Client.ListAsync<ConfigMap>(ns)).Items.Select(static c => c.Metadata.Name).Where(static n => n != "kube-root-ca.crt").Order(StringComparer.Ordinal);
}
