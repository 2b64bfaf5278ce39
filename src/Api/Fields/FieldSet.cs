using System.Runtime.InteropServices;

namespace Kybernet.Api.Fields;

/// <summary>
/// A set of fields of an object, as a tree (upstream's fieldpath.Set): at each step the fields that are in the set themselves
/// and those that lead to others. Immutable; sorted, without nodes that hold nothing.
/// </summary>
public sealed class FieldSet : IEquatable<FieldSet>
{
    /// <summary>The set without fields.</summary>
    public static FieldSet Empty { get; } = new([]);

    private readonly Node[] _nodes;

    // As it was last written, for sets that are kept.
    private RawJson? _encoded;

    private FieldSet(Node[] nodes) => _nodes = nodes;

    /// <summary>Whether no field is in it.</summary>
    public bool IsEmpty => _nodes.Length == 0;

    /// <summary>The text that it has in managedFields.</summary>
    internal RawJson Encoded => _encoded ??= FieldsV1.Write(this);

    /// <summary>The steps from here, in order.</summary>
    internal ReadOnlySpan<Node> Nodes => _nodes;

    /// <summary>A set of nodes that were found in any order, each element once; the list is empty afterwards.</summary>
    internal static FieldSet Of(List<Node>? nodes) => nodes is null ? Empty : Take(nodes, 0);

    /// <summary>A set of the nodes at the end of a list, in any order but each element once; they are taken out of it.</summary>
    internal static FieldSet Take(List<Node> nodes, int start)
    {
        if (nodes.Count == start) return Empty;
        var taken = CollectionsMarshal.AsSpan(nodes)[start..];
        if (taken.Length > 1) taken.Sort(static (a, b) => a.Element.CompareTo(b.Element));
        FieldSet set = new(taken.ToArray());
        CollectionsMarshal.SetCount(nodes, start);
        return set;
    }

    /// <summary>A set of one field, named by the fields on the way to it.</summary>
    public static FieldSet OfPath(params ReadOnlySpan<string> path)
    {
        Node node = new(PathElement.Field(path[^1]), true, Empty);
        for (var i = path.Length - 2; i >= 0; i--) node = new(PathElement.Field(path[i]), false, new FieldSet([node]));
        return new FieldSet([node]);
    }

    /// <summary>What lies below a step; empty when the set does not go that way.</summary>
    internal FieldSet Below(PathElement element) => Find(element) is >= 0 and var at ? _nodes[at].Below : Empty;

    /// <summary>Whether the field one step from here is in the set itself.</summary>
    internal bool Has(PathElement element) => Find(element) is >= 0 and var at && _nodes[at].IsMember;

    /// <summary>The fields that are in either.</summary>
    public FieldSet Union(FieldSet other)
    {
        if (IsEmpty || ReferenceEquals(this, other)) return other;
        return other.IsEmpty ? this : Combine(other, Side.Both, static (a, b) => a || b, static (a, b) => a.Union(b));
    }

    /// <summary>The fields that are in either; this very set, which may be known by its text, when that says it all.</summary>
    public FieldSet With(FieldSet other) => Union(other) is var union && union.Equals(this) ? this : union;

    /// <summary>The fields that are in both.</summary>
    public FieldSet Intersection(FieldSet other) =>
        IsEmpty || other.IsEmpty ? Empty : Combine(other, Side.None, static (a, b) => a && b, static (a, b) => a.Intersection(b));

    /// <summary>The fields that are in this but not in the other.</summary>
    public FieldSet Difference(FieldSet other) =>
        IsEmpty || other.IsEmpty ? this : Combine(other, Side.Left, static (a, b) => a && !b, static (a, b) => a.Difference(b));

    /// <summary>The fields of this that are neither in the other nor below a field of it.</summary>
    public FieldSet Without(FieldSet other)
    {
        if (IsEmpty || other.IsEmpty) return this;
        List<Node> kept = new(_nodes.Length);
        foreach (var node in _nodes)
        {
            var at = other.Find(node.Element);
            if (at < 0) kept.Add(node);
            else if (!other._nodes[at].IsMember) Add(kept, node with { Below = node.Below.Without(other._nodes[at].Below) });
        }

        return kept.Count == 0 ? Empty : new FieldSet([.. kept]);
    }

    /// <summary>The fields of this that are in the other or below a field of it.</summary>
    public FieldSet Within(FieldSet other)
    {
        List<Node> kept = [];
        foreach (var node in _nodes)
        {
            var at = other.Find(node.Element);
            if (at < 0) continue;
            if (other._nodes[at].IsMember) kept.Add(node);
            else Add(kept, new Node(node.Element, false, node.Below.Within(other._nodes[at].Below)));
        }

        return kept.Count == 0 ? Empty : new FieldSet([.. kept]);
    }

    /// <summary>The ways to the fields, as in messages: <c>.spec.containers[name="x"].image</c>.</summary>
    public IEnumerable<string> Paths() => Paths("");

    /// <summary>Upstream's EnsureNamedFieldsAreMembers: the declared fields on the ways to members become members too.</summary>
    internal FieldSet WithNamedFields(MergeSchema schema)
    {
        if (IsEmpty) return this;
        var nodes = new Node[_nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = _nodes[i];
            var below = node.Below;
            if (below.IsEmpty)
            {
                nodes[i] = node;
                continue;
            }

            var map = node.Element.FieldName is null ? null : schema.AsMap;
            var declared = map?.Declared(node.Element.FieldName!);
            var next = map is not null ? declared ?? map.Element : node.Element.Keys is not null ? schema.AsList?.Element : null;
            nodes[i] = new Node(node.Element, node.IsMember || declared is not null, next is null ? below : below.WithNamedFields(next));
        }

        return new FieldSet(nodes);
    }

    /// <inheritdoc/>
    public bool Equals(FieldSet? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._nodes.Length != _nodes.Length) return false;
        for (var i = 0; i < _nodes.Length; i++)
        {
            var (a, b) = (_nodes[i], other._nodes[i]);
            if (a.IsMember != b.IsMember || !a.Element.Equals(b.Element) || !a.Below.Equals(b.Below)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _nodes.Length == 0 ? 0 : HashCode.Combine(_nodes.Length, _nodes[0].Element);

    /// <summary>The fields' ways, separated by commas.</summary>
    public override string ToString() => string.Join(", ", Paths());

    private IEnumerable<string> Paths(string prefix)
    {
        foreach (var node in _nodes)
        {
            var path = prefix + node.Element;
            if (node.IsMember) yield return path;
            foreach (var below in node.Below.Paths(path)) yield return below;
        }
    }

    private int Find(PathElement element)
    {
        int low = 0, high = _nodes.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _nodes[middle].Element.CompareTo(element);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    // Walks both, sorted as they are, side by side.
    private FieldSet Combine(FieldSet other, Side keeps, Func<bool, bool, bool> member, Func<FieldSet, FieldSet, FieldSet> below)
    {
        List<Node> nodes = new(_nodes.Length);
        int i = 0, j = 0;
        while (i < _nodes.Length || j < other._nodes.Length)
        {
            var order = i == _nodes.Length ? 1 : j == other._nodes.Length ? -1 : _nodes[i].Element.CompareTo(other._nodes[j].Element);
            if (order == 0)
            {
                var (a, b) = (_nodes[i++], other._nodes[j++]);
                Add(nodes, new Node(a.Element, member(a.IsMember, b.IsMember), below(a.Below, b.Below)));
            }
            else if (order < 0)
            {
                if (keeps != Side.None) nodes.Add(_nodes[i]);
                i++;
            }
            else
            {
                if (keeps == Side.Both) nodes.Add(other._nodes[j]);
                j++;
            }
        }

        return nodes.Count == 0 ? Empty : new FieldSet([.. nodes]);
    }

    private static void Add(List<Node> nodes, Node node)
    {
        if (node.IsMember || !node.Below.IsEmpty) nodes.Add(node);
    }

    /// <summary>A step: whether its field is in the set, and what lies below.</summary>
    internal readonly record struct Node(PathElement Element, bool IsMember, FieldSet Below);

    private enum Side
    {
        None,
        Left,
        Both,
    }
}
