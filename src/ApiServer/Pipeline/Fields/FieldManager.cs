using Kybernet.Api;
using Kybernet.Api.Fields;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Schema;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>
/// Keeps metadata.managedFields of one resource, or one of its subresources, true: after every write it says who set which
/// field last (upstream's FieldManager).
/// </summary>
internal sealed class FieldManager
{
    // Stands for the one who writes until it is known which fields it wrote.
    private const string Self = "current-operation";

    // What the server sets, or what names the object: nobody's.
    private static readonly FieldSet Stripped = new[]
    {
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
    }.Aggregate(
        FieldSet.OfPath("apiVersion").Union(FieldSet.OfPath("kind")).Union(FieldSet.OfPath("metadata")),
        static (set, name) => set.Union(FieldSet.OfPath("metadata", name)));

    private readonly KindInfo _kind;
    private readonly string _version, _subresource;
    private readonly FieldOwnership _ownership;
    private readonly MergeSchema _schema;
    private readonly TimeProvider _time;
    private readonly byte[] _blankJson;
    private readonly JsonObject _blank;

    /// <summary>The manager of a resource or subresource.</summary>
    public FieldManager(ResourceCatalog catalog, ResourceDefinition definition, string subresource, TimeProvider time)
    {
        _kind = definition.Resource.Kind;
        _version = _kind.Gvk.ApiVersion;
        _subresource = subresource;
        _time = time;
        KindVersions versions = new(catalog, definition);
        _schema = versions.Schema(_version)!;
        _ownership = new FieldOwnership(versions, _version, FieldScopes.Of(definition.Resource, subresource));
        _blankJson = KubeCodec.Encode((KubeObject)_kind.Create());
        _blank = JsonValue.Parse(_blankJson).AsObject();
        _blank.Freeze();
    }

    /// <summary>Notes who made a new object.</summary>
    /// <param name="obj">The object, with its defaults; its managedFields are set.</param>
    /// <param name="manager">Who makes it.</param>
    public void TrackCreate(KubeObject obj, string manager)
    {
        if (obj.Metadata.ManagedFields.Count > 0) Track(_blankJson, [], obj, manager, isNew: true);
        else TrackNew(obj, Identity(manager, "Update"));
    }

    // What TrackAs comes to where nobody owns anything yet.
    private void TrackNew(KubeObject obj, ManagedFieldsEntry who)
    {
        FieldSet fields;
        try
        {
            fields = _ownership.AfterCreate(_blank, KubeCodec.Encode(obj)).Difference(Stripped);
        }
        catch (FieldSchemaException)
        {
            // As in Track.
            return;
        }

        if (fields.IsEmpty) return;
        ManagedFields managed = new();
        var manager = managed.Identify(who);
        managed.Owners[manager] = new OwnedFields(_version, fields, IsApplied: false);
        managed.Touch(manager, Now);
        Put(managed, obj);
    }

    /// <summary>Notes who changed which fields.</summary>
    /// <param name="live">The object before, in this version.</param>
    /// <param name="obj">The object after, with its defaults; its managedFields are set.</param>
    /// <param name="manager">Who changes it.</param>
    public void TrackUpdate(ObjectEntry live, KubeObject obj, string manager) =>
        Track(live.Json.Span, live.Object.Metadata.ManagedFields, obj, manager, isNew: false);

    /// <summary>Applies a configuration to an object that is there.</summary>
    /// <param name="live">The object, in this version.</param>
    /// <param name="config">What is applied.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Whether fields of others are taken from them.</param>
    /// <returns>The object after, not yet defaulted.</returns>
    /// <exception cref="KubeApiException">Conflicts, or what is applied does not fit.</exception>
    public KubeObject Apply(ObjectEntry live, JsonObject config, string manager, bool force)
    {
        var tree = Tree(live.Json.Span);
        var managed = ManagedFields.Decode(live.Object.Metadata.ManagedFields)
            ?? throw ApiErrors.Plain(500, "failed to decode managed fields");
        if (managed.Owners.Count == 0) TrackBefore(managed, tree);
        var obj = Apply(tree, config, managed, manager, force);
        obj.Metadata.ResourceVersion = config.Get("metadata", "resourceVersion").StringOrNull ?? ResourceVersion.Format(live.Revision);
        return obj;
    }

    private void TrackBefore(ManagedFields managed, JsonObject live)
    {
        try
        {
            TrackAs(managed, _blank, live, Identity("before-first-apply", "Update"));
        }
        catch (FieldSchemaException e)
        {
            // What is stored has a list whose items cannot be told apart, as validation allows here and there.
            throw ApiErrors.Plain(500, $"failed to create typed live object ({NameOf(live)}; {GoName}): {e.Message}");
        }
    }

    /// <summary>Applies a configuration where there is no object: makes it.</summary>
    /// <exception cref="KubeApiException">What is applied does not fit.</exception>
    public KubeObject ApplyNew(JsonObject config, string manager) => Apply(_blank, config, new ManagedFields(), manager, force: false);

    private KubeObject Apply(JsonObject live, JsonObject config, ManagedFields managed, string manager, bool force)
    {
        Check(config);
        var identity = managed.Identify(Identity(manager, "Apply"));
        var before = new FieldOwners(managed.Owners);
        var applied = ApplyOnce(live, config, managed, identity, force);
        if (applied.Conflicts.Count > 0 && manager == LastApplied.Manager)
        {
            // What kubectl has applied by patches before, it may apply in this way too.
            var allowed = LastApplied.Fields(live, _schema);
            List<FieldConflict> left = [.. applied.Conflicts.Where(c => !allowed.Contains(c.Path))];
            applied = left.Count == 0 ? ApplyOnce(live, config, managed, identity, force: true) : applied with { Conflicts = left };
        }

        if (applied.Conflicts.Count > 0) throw ApplyConflict.Of(applied.Conflicts, managed);
        managed.Owners = applied.Owners;
        Strip(managed.Owners, identity);
        if (!JsonOrder.AreEqual(live, applied.Value) || !managed.Owners.HasSame(before)) managed.Touch(identity, Now);
        managed.Cap();

        var obj = Decode(applied.Value, config);
        if (manager == LastApplied.Manager) LastApplied.Renew(obj, live, config);
        Put(managed, obj);
        return obj;
    }

    private Applied ApplyOnce(JsonObject live, JsonObject config, ManagedFields managed, string identity, bool force)
    {
        try
        {
            return _ownership.Apply(live, config, managed.Owners, identity, force);
        }
        catch (FieldSchemaException e)
        {
            throw ApiErrors.Plain(500, $"failed to apply: {e.Message}");
        }
    }

    private void Check(JsonObject config)
    {
        var gvk = (config["apiVersion"].StringOrNull ?? "", config["kind"].StringOrNull ?? "");
        if (gvk != (_version, _kind.Gvk.Kind))
        {
            var of = GroupVersion.Parse(gvk.Item1);
            throw ApiErrors.BadRequest($"invalid object type: {of.Group}/{of.Version}, Kind={gvk.Item2}");
        }

        if (!config.Get("metadata", "managedFields").IsNull) throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        var problems = FieldCheck.Problems(config, _schema);
        if (problems.Count == 0) return;
        var text = problems is [var one] ? one : "errors:\n" + string.Join('\n', problems.Select(static p => "  " + p));
        throw ApiErrors.Plain(500, $"failed to create typed patch object ({NameOf(config)}; {GoName}): {text}");
    }

    private KubeObject Decode(JsonValue value, JsonObject config)
    {
        if (TryDecode(value, out var obj, out _)) return obj;

        // Numbers that upstream takes may have to become others; what does not fit is told as upstream tells it.
        var fitted = value.Clone();
        var why = "";
        try
        {
            UnstructuredConversion.Fit(fitted.AsObject(), SchemaCatalog.Find(_kind.Gvk)!);
            if (TryDecode(fitted, out obj, out why)) return obj;
        }
        catch (JsonDecodeException e)
        {
            why = e.Message;
        }

        throw ApiErrors.Plain(
            500, $"failed to convert new object ({NameOf(config)}; {GoName}) to proper version: unable to convert unstructured object to {GoName}: {why}");
    }

    private bool TryDecode(JsonValue value, out KubeObject obj, out string why)
    {
        obj = (KubeObject)_kind.Create();
        why = "";
        try
        {
            KubeCodec.DecodeInto(obj, value.Encode());
            return true;
        }
        catch (JsonDecodeException e)
        {
            why = e.Message;
            return false;
        }
    }

    private void Track(ReadOnlySpan<byte> live, KubeList<ManagedFieldsEntry> liveEntries, KubeObject obj, string manager, bool isNew)
    {
        var managed = Entries(obj.Metadata.ManagedFields, liveEntries);
        obj.Metadata.ManagedFields.Clear();
        // Who never was tracked is not tracked from the middle of its life on.
        if (managed.Owners.Count == 0 && !isNew) return;
        try
        {
            var json = KubeCodec.Encode(obj);
            // To another version only whole objects can be converted.
            var (before, after) = managed.Owners.Values.All(o => o.ApiVersion == _version)
                ? DifferingJson.Parse(live, json, "metadata", "managedFields")
                : (Tree(live), Tree(json));
            TrackAs(managed, before, after, Identity(manager, "Update"));
        }
        catch (FieldSchemaException)
        {
            // Lists whose items cannot be told apart: validation has the last word on them. Upstream goes on without fields too.
            return;
        }

        Put(managed, obj);
    }

    private void TrackAs(ManagedFields managed, JsonObject live, JsonObject now, ManagedFieldsEntry who)
    {
        var after = _ownership.AfterUpdate(live, now, managed.Owners, Self);
        Strip(after, Self);
        var manager = managed.Identify(who);
        if (after.Remove(Self, out var own))
        {
            after[manager] = after.Of(manager) is { } previous ? own with { Fields = previous.Fields.With(own.Fields) } : own;
            managed.Touch(manager, Now);
        }

        managed.Owners = after;
        managed.Cap();
    }

    // A client may write managedFields itself; the single empty entry clears them.
    private ManagedFields Entries(KubeList<ManagedFieldsEntry> sent, KubeList<ManagedFieldsEntry> live)
    {
        if (_subresource.Length == 0 && sent.Count > 0)
        {
            if (sent is [{ Manager: "", Operation: "", ApiVersion: "", Time: null, FieldsType: "", FieldsV1: null, Subresource: "" }]) return new ManagedFields();
            if (ManagedFields.Decode(sent) is { Owners.Count: > 0 } own) return own;
        }

        return ManagedFields.Decode(live) ?? new ManagedFields();
    }

    private ManagedFieldsEntry Identity(string manager, string operation) => new()
    {
        Manager = manager.Length == 0 ? "unknown" : manager,
        Operation = operation,
        ApiVersion = _version,
        Subresource = _subresource,
    };

    private static void Strip(FieldOwners owners, string manager)
    {
        if (owners.Of(manager) is { } own) owners.Set(manager, own with { Fields = own.Fields.Difference(Stripped) });
    }

    private static void Put(ManagedFields managed, KubeObject obj)
    {
        obj.Metadata.ManagedFields.Clear();
        foreach (var entry in managed.Encode()) obj.Metadata.ManagedFields.Add(entry);
    }

    private static JsonObject Tree(ReadOnlySpan<byte> json)
    {
        var tree = JsonValue.Parse(json).AsObject();
        tree["metadata"].ObjectOrNull?.Remove("managedFields");
        return tree;
    }

    private static string NameOf(JsonObject obj) => $"{obj.Get("metadata", "namespace").StringOrNull}/{obj.Get("metadata", "name").StringOrNull}";

    // As Go prints a GroupVersionKind, be the group empty.
    private string GoName => $"{_kind.Gvk.Group}/{_kind.Gvk.Version}, Kind={_kind.Gvk.Kind}";

    private DateTimeOffset Now => _time.GetUtcNow();
}
