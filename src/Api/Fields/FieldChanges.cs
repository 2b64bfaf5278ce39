using System.Runtime.InteropServices;
using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>What differs between two states of an object (upstream's typed.Comparison).</summary>
/// <param name="Added">Fields that only the new state has.</param>
/// <param name="Modified">Fields that have another value.</param>
/// <param name="Removed">Fields that only the old state has.</param>
public sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>Nothing differs.</summary>
    public static FieldChanges None { get; } = new(FieldSet.Empty, FieldSet.Empty, FieldSet.Empty);

    /// <summary>What is new or different.</summary>
    public FieldSet Set => Added.Union(Modified);

    /// <summary>Compares two states of one schema.</summary>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public static FieldChanges Between(JsonValue old, JsonValue now, MergeSchema schema)
    {
        Level root = default;
        Compare(old, now, schema, default, ref root);
        // The object itself is no field; what is below it is.
        return new FieldChanges(Below(root.Added), Below(root.Modified), Below(root.Removed));
    }

    /// <summary>Without the fields that are in a set or below one of it.</summary>
    public FieldChanges Without(FieldSet ignored) =>
        ignored.IsEmpty ? this : new(Added.Without(ignored), Modified.Without(ignored), Removed.Without(ignored));

    /// <summary>Only the fields that are in a set or below one of it.</summary>
    public FieldChanges Within(FieldSet wanted) => new(Added.Within(wanted), Modified.Within(wanted), Removed.Within(wanted));

    private static FieldSet Below(List<FieldSet.Node>? root) => root is null ? FieldSet.Empty : root[0].Below;

    private static void Compare(JsonValue? old, JsonValue? now, MergeSchema schema, PathElement element, ref Level parent)
    {
        var left = old is { } o ? schema.For(o) : null;
        var right = now is { } n ? schema.For(n) : null;
        Level below = default;
        var isLeaf = (left, right) switch
        {
            (null, { } only) => Descend(old, now, only, ref below),
            ({ } only, null) => Descend(old, now, only, ref below),
            ({ } a, { } b) when ReferenceEquals(a, b) || now!.Value.IsNull || old!.Value.IsNull =>
                Descend(old, now, now!.Value.IsNull ? a : b, ref below),
            _ => true,
        };

        if (old is null) parent.Add(ref parent.Added, element, true, below.Added);
        else if (below.Added is not null) parent.Add(ref parent.Added, element, false, below.Added);
        if (now is null) parent.Add(ref parent.Removed, element, true, below.Removed);
        else if (below.Removed is not null) parent.Add(ref parent.Removed, element, false, below.Removed);
        var isModified = isLeaf && old is { } before && now is { } after && !JsonOrder.AreEqual(before, after);
        if (isModified || below.Modified is not null) parent.Add(ref parent.Modified, element, isModified, below.Modified);
    }

    // True: the value is compared as a whole.
    private static bool Descend(JsonValue? old, JsonValue? now, MergeSchema schema, ref Level below)
    {
        if (schema.AsMap is { } map)
        {
            var (a, b) = (old?.ObjectOrNull, now?.ObjectOrNull);
            if (map.IsAtomic || (a is not { Count: > 0 } && b is not { Count: > 0 })) return true;
            CompareMaps(a, b, map, ref below);
            return false;
        }

        if (schema.AsList is { } list)
        {
            var (a, b) = (old?.ArrayOrNull, now?.ArrayOrNull);
            if (list.IsAtomic || (a is not { Count: > 0 } && b is not { Count: > 0 })) return true;
            CompareLists(a, b, list, ref below);
            return false;
        }

        return true;
    }

    private static void CompareMaps(JsonObject? old, JsonObject? now, MapSchema schema, ref Level below)
    {
        if (old is not null)
        {
            foreach (var (name, value) in old)
            {
                Compare(value, now is not null && now.TryGet(name, out var other) ? other : default(JsonValue?), schema.Field(name), PathElement.Field(name), ref below);
            }
        }

        if (now is null) return;
        foreach (var (name, value) in now)
        {
            if (old is null || !old.Contains(name)) Compare(null, value, schema.Field(name), PathElement.Field(name), ref below);
        }
    }

    private static void CompareLists(JsonArray? old, JsonArray? now, ListSchema schema, ref Level below)
    {
        List<PathElement> order = [];
        Dictionary<PathElement, (List<JsonValue>? Old, List<JsonValue>? Now)> items = [];
        foreach (var item in old ?? []) Items(item).Old.Add(item);
        foreach (var item in now ?? []) Items(item).Now.Add(item);
        foreach (var element in order)
        {
            var (left, right) = items[element];
            if (left is { Count: > 1 } || right is { Count: > 1 }) CompareDoubles(left!, right!, element, ref below);
            else Compare(left is [var l] ? l : default(JsonValue?), right is [var r] ? r : default(JsonValue?), schema.Element, element, ref below);
        }

        (List<JsonValue> Old, List<JsonValue> Now) Items(JsonValue item)
        {
            if (schema.Identify(item, out var element) is { } problem) throw new FieldSchemaException(element.ToString(), problem);
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(items, element, out var known);
            if (!known)
            {
                order.Add(element);
                found = ([], []);
            }

            return found!;
        }
    }

    // Items that come twice are owned as a whole: nobody can say which of them is meant.
    private static void CompareDoubles(List<JsonValue> old, List<JsonValue> now, PathElement element, ref Level below)
    {
        if (old.Count == 0) below.Add(ref below.Added, element, true, null);
        else if (now.Count == 0) below.Add(ref below.Removed, element, true, null);
        else if (!old.SequenceEqual(now)) below.Add(ref below.Modified, element, true, null);
    }

    // What was found among the fields of one object or list.
    private struct Level
    {
        public List<FieldSet.Node>? Added, Modified, Removed;

        public readonly void Add(ref List<FieldSet.Node>? set, PathElement element, bool isMember, List<FieldSet.Node>? below) =>
            (set ??= []).Add(new FieldSet.Node(element, isMember, FieldSet.Of(below)));
    }
}
