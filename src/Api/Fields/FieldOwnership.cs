using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// Who owns which field after a write: the pure decisions behind managedFields and server-side apply (upstream's
/// structured-merge-diff Updater).
/// </summary>
/// <param name="versions">The versions of the kind.</param>
/// <param name="version">The version of the objects that are given here.</param>
/// <param name="scope">Which fields the endpoint changes at all.</param>
public sealed class FieldOwnership(IVersionedSchemas versions, string version, FieldScope scope)
{
    private readonly MergeSchema _schema =
        versions.Schema(version) ?? throw new ArgumentException($"no schema of {version}", nameof(version));

    /// <summary>The owners after an update: who changed a field has it, and nobody else.</summary>
    /// <param name="live">The object before.</param>
    /// <param name="now">The object after.</param>
    /// <param name="owners">The owners before.</param>
    /// <param name="manager">Who updates.</param>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public FieldOwners AfterUpdate(JsonValue live, JsonValue now, FieldOwners owners, string manager)
    {
        var (after, changes, _) = Settle(live, now, owners, manager);
        var own = after.Of(manager)?.Fields ?? FieldSet.Empty;
        own = own.Difference(changes.Removed).Union(changes.Set);
        after.Set(manager, new OwnedFields(version, scope.Of(own), IsApplied: false));
        return after;
    }

    /// <summary>The fields that who makes a new object owns: <see cref="AfterUpdate"/> where nobody owns anything yet.</summary>
    /// <param name="blank">An object of the kind in which nothing is set.</param>
    /// <param name="json">The object, as it was encoded here.</param>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public FieldSet AfterCreate(JsonObject blank, ReadOnlySpan<byte> json) => scope.Of(AddedFields.Beyond(blank, json, _schema));

    /// <summary>Applies a configuration.</summary>
    /// <param name="live">The object before.</param>
    /// <param name="config">What the manager wants: only the fields that it cares for.</param>
    /// <param name="owners">The owners before.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Whether fields of others are taken from them.</param>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public Applied Apply(JsonValue live, JsonValue config, FieldOwners owners, string manager, bool force)
    {
        var merged = FieldMerge.Merge(live, config, _schema);
        var last = owners.Of(manager);
        FieldOwners wanted = new(owners) { [manager] = new OwnedFields(version, scope.Of(FieldsOf.Value(config, _schema)), IsApplied: true) };
        if (last is not null) merged = Prune(merged, wanted, last);
        var (after, _, conflicts) = Settle(live, merged, wanted, manager);
        return conflicts.Count > 0 && !force ? new Applied(live, owners, conflicts) : new Applied(merged, after, []);
    }

    // Takes what changes from everybody else.
    private (FieldOwners After, FieldChanges Changes, IReadOnlyList<FieldConflict> Conflicts) Settle(
        JsonValue live, JsonValue now, FieldOwners owners, string manager)
    {
        FieldOwners after = new(owners);
        var changes = FieldChanges.Between(live, now, _schema);
        Dictionary<string, FieldChanges> known = new(StringComparer.Ordinal) { [version] = scope.Of(changes) };
        List<FieldConflict> conflicts = [];
        foreach (var (other, owned) in owners)
        {
            if (other == manager) continue;
            if (!known.TryGetValue(owned.ApiVersion, out var seen))
            {
                if (versions.Schema(owned.ApiVersion) is not { } schema)
                {
                    after.Remove(other);
                    continue;
                }

                seen = scope.Of(FieldChanges.Between(
                    versions.Convert(live, version, owned.ApiVersion), versions.Convert(now, version, owned.ApiVersion), schema));
                known.Add(owned.ApiVersion, seen);
            }

            var taken = owned.Fields.Intersection(seen.Set);
            foreach (var path in taken.Paths()) conflicts.Add(new FieldConflict(other, path));
            after.Set(other, owned with { Fields = owned.Fields.Difference(taken).Difference(seen.Removed) });
        }

        if (after.Of(manager) is { } own) after.Set(manager, own);
        return (after, changes, conflicts);
    }

    // Removes what the manager applied before, applies no longer, and nobody else has.
    private JsonValue Prune(JsonValue merged, FieldOwners owners, OwnedFields last)
    {
        if (versions.Schema(last.ApiVersion) is not { } schema) return merged;
        var before = To(merged, version, last.ApiVersion);
        var pruned = FieldRemoval.Without(before, last.Fields.WithNamedFields(schema), schema);
        pruned = AddBackOwned(before, pruned, last.ApiVersion, owners);
        pruned = AddBackDangling(before, pruned, last.Fields, schema);
        return To(pruned, last.ApiVersion, version);
    }

    private JsonValue AddBackOwned(JsonValue merged, JsonValue pruned, string at, FieldOwners owners)
    {
        Dictionary<string, FieldSet> owned = new(StringComparer.Ordinal);
        var asked = at;
        foreach (var fields in owners.Values) owned[fields.ApiVersion] = owned.GetValueOrDefault(fields.ApiVersion, FieldSet.Empty).Union(fields.Fields);
        // The version of the pruned object first: less is lost in conversion then.
        foreach (var other in owned.Keys.OrderBy(v => v != at).ThenBy(static v => v, StringComparer.Ordinal))
        {
            if (versions.Schema(other) is not { } schema) continue;
            (merged, pruned) = (To(merged, at, other), To(pruned, at, other));
            at = other;
            var keep = FieldsOf.Value(pruned, schema).WithNamedFields(schema).Union(owned[other].WithNamedFields(schema));
            pruned = FieldRemoval.Without(merged, FieldsOf.Value(merged, schema).WithNamedFields(schema).Difference(keep), schema);
        }

        return To(pruned, at, asked);
    }

    private static JsonValue AddBackDangling(JsonValue merged, JsonValue pruned, FieldSet last, MergeSchema schema)
    {
        var gone = FieldsOf.Value(merged, schema).WithNamedFields(schema).Difference(FieldsOf.Value(pruned, schema).WithNamedFields(schema));
        return FieldRemoval.Without(merged, gone.Intersection(last.WithNamedFields(schema)), schema);
    }

    private JsonValue To(JsonValue value, string from, string to) => from == to ? value : versions.Convert(value, from, to);
}

/// <summary>What came of an apply.</summary>
/// <param name="Value">The object.</param>
/// <param name="Owners">Its owners.</param>
/// <param name="Conflicts">Why it was not done; empty when it was.</param>
public sealed record Applied(JsonValue Value, FieldOwners Owners, IReadOnlyList<FieldConflict> Conflicts);
