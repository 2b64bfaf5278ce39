using Kybernet.Api.Fields;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests.Fields;

/// <summary>Who owns what after updates and applies, told by the ways to the fields.</summary>
public sealed class FieldOwnershipTests
{
    private static readonly FieldOwnership ConfigMaps = new(new OneVersion("v1", "ConfigMap"), "v1", FieldScope.All);
    private static readonly FieldOwnership Deployments =
        new(new OneVersion("apps/v1", "Deployment"), "apps/v1", FieldScope.AllBut(FieldSet.OfPath("status")));

    [Fact]
    public void An_update_takes_what_it_changes_and_nothing_else()
    {
        var owners = ConfigMaps.AfterUpdate(Parse("{}"), Data("a=1 b=1"), [], "first");
        owners = ConfigMaps.AfterUpdate(Data("a=1 b=1"), Data("a=1 b=2 c=3"), owners, "second");
        Assert.Equal([".data", ".data.a"], owners["first"].Fields.Paths());
        Assert.Equal([".data.b", ".data.c"], owners["second"].Fields.Paths());
    }

    [Fact]
    public void A_removed_field_is_nobodys()
    {
        var owners = ConfigMaps.AfterUpdate(Parse("{}"), Data("a=1 b=1"), [], "first");
        owners = ConfigMaps.AfterUpdate(Data("a=1 b=1"), Data("a=1"), owners, "second");
        Assert.Equal([".data", ".data.a"], owners["first"].Fields.Paths());
        Assert.False(owners.ContainsKey("second"));
    }

    [Fact]
    public void What_two_apply_alike_both_own_and_it_stays_until_the_last_lets_go()
    {
        var (live, owners) = Applied(Parse("{}"), [], "one", "a=1 b=1");
        (live, owners) = Applied(live, owners, "two", "b=1");
        Assert.Contains(".data.b", owners["one"].Fields.Paths());
        Assert.Contains(".data.b", owners["two"].Fields.Paths());

        (live, owners) = Applied(live, owners, "one", "a=1");
        Assert.Equal(Data("a=1 b=1"), live);
        (live, owners) = Applied(live, owners, "two", "");
        Assert.Equal(Data("a=1"), live);
        Assert.False(owners.ContainsKey("two"));
    }

    [Fact]
    public void Another_value_is_a_conflict_and_force_takes_the_field()
    {
        var (live, owners) = Applied(Parse("{}"), [], "one", "a=1 b=1");
        var refused = ConfigMaps.Apply(live, Data("b=2"), owners, "two", force: false);
        Assert.Equal([new FieldConflict("one", ".data.b")], refused.Conflicts);

        var taken = ConfigMaps.Apply(live, Data("b=2"), owners, "two", force: true);
        Assert.Empty(taken.Conflicts);
        Assert.Equal(Data("a=1 b=2"), taken.Value);
        Assert.DoesNotContain(".data.b", taken.Owners["one"].Fields.Paths());
    }

    [Fact]
    public void What_a_manager_owns_by_update_survives_that_it_applies_no_longer()
    {
        var live = Data("a=1 b=1");
        var owners = ConfigMaps.AfterUpdate(Parse("{}"), live, [], "updater");
        (live, owners) = Applied(live, owners, "applier", "b=1");
        (live, _) = Applied(live, owners, "applier", "");
        Assert.Equal(Data("a=1 b=1"), live);
    }

    [Fact]
    public void What_the_endpoint_does_not_change_is_not_owned_through_it()
    {
        var owners = Deployments.AfterUpdate(Parse("{}"), Parse("""{"spec":{"replicas":1},"status":{"replicas":3}}"""), [], "who");
        Assert.DoesNotContain(owners["who"].Fields.Paths(), p => p.StartsWith(".status", StringComparison.Ordinal));
        Assert.Contains(".spec.replicas", owners["who"].Fields.Paths());
    }

    [Fact]
    public void An_item_that_is_applied_no_longer_goes_with_all_its_fields()
    {
        var first = Deployments.Apply(Parse("{}"), Template("""{"name":"a","image":"i"},{"name":"b","image":"i"}"""), [], "who", force: false);
        var second = Deployments.Apply(first.Value, Template("""{"name":"a","image":"i"}"""), first.Owners, "who", force: false);
        Assert.Equal(Template("""{"name":"a","image":"i"}"""), second.Value);
    }

    private static (JsonValue Live, FieldOwners Owners) Applied(JsonValue live, FieldOwners owners, string who, string data)
    {
        var applied = ConfigMaps.Apply(live, Data(data), owners, who, force: false);
        Assert.Empty(applied.Conflicts);
        return (applied.Value, applied.Owners);
    }

    private static JsonValue Data(string pairs)
    {
        JsonObject data = new();
        foreach (var pair in pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries)) data[pair[..1]] = pair[2..];
        JsonObject o = new();
        if (data.Count > 0) o["data"] = data;
        return o;
    }

    private static JsonValue Template(string containers) => Parse("""{"spec":{"template":{"spec":{"containers":[""" + containers + "]}}}}");

    private static JsonValue Parse(string text) => JsonValue.Parse(text);

    private sealed class OneVersion(string version, string kind) : IVersionedSchemas
    {
        public MergeSchema? Schema(string apiVersion)
        {
            var gv = GroupVersion.Parse(version);
            return apiVersion == version ? TypeMergeSchema.Of(SchemaCatalog.Find(new GroupVersionKind(gv.Group, gv.Version, kind))!) : null;
        }

        public JsonValue Convert(JsonValue value, string from, string to) => throw new InvalidOperationException("there is one version only");
    }
}
