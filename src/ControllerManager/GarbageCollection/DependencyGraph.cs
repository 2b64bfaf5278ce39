namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>What a change of the graph asks for.</summary>
/// <param name="Check">Uids of objects that may have to go, or that may be done waiting.</param>
/// <param name="Orphan">Uids of objects whose dependents are to be set free.</param>
internal readonly record struct GraphWork(IReadOnlyList<string> Check, IReadOnlyList<string> Orphan)
{
    public static readonly GraphWork None = new([], []);
}

/// <summary>
/// Who owns whom, as far as has been seen (upstream's GraphBuilder). Dependents are kept by their owner's uid whether that
/// owner has been seen or not, so an owner that is missing needs no node of its own: whoever points to it is checked.
/// Safe for use by several threads.
/// </summary>
internal sealed class DependencyGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);

    /// <summary>The object of that uid, or null.</summary>
    public GraphNode? Find(string uid)
    {
        lock (_lock) return _nodes.GetValueOrDefault(uid);
    }

    /// <summary>The objects that name that uid as their owner.</summary>
    public IReadOnlyList<GraphNode> DependentsOf(string uid)
    {
        lock (_lock) return [.. DependentUids(uid).Select(d => _nodes[d])];
    }

    /// <summary>Whether all owners of the object are known to be there and to stay: then there is nothing to ask the server.</summary>
    public bool IsHeld(GraphNode node)
    {
        lock (_lock) return node.Owners.All(o => _nodes.TryGetValue(o.Uid, out var owner) && !owner.IsDeletingDependents && owner.IsDescribedBy(o, node));
    }

    /// <summary>An object is there, or has changed.</summary>
    public GraphWork Observe(GraphNode node)
    {
        lock (_lock)
        {
            var before = _nodes.GetValueOrDefault(node.Uid);
            _nodes[node.Uid] = node;
            List<string> check = [];
            if (before is null || !HaveSameOwners(before, node)) Relink(before, node, check);

            // 1. It begins to wait for its dependents: they are to go, and it is to be looked at when there are none.
            if (node.IsDeletingDependents && before?.IsDeletingDependents != true)
            {
                check.AddRange(DependentUids(node.Uid));
                check.Add(node.Uid);
            }

            // 2. Its dependents are to be set free.
            var orphan = node.IsOrphaningDependents && before?.IsOrphaningDependents != true;
            return new GraphWork(check, orphan ? [node.Uid] : []);
        }
    }

    /// <summary>An object is gone.</summary>
    public GraphWork Remove(string uid)
    {
        lock (_lock)
        {
            if (!_nodes.Remove(uid, out var node)) return GraphWork.None;
            List<string> check = [.. DependentUids(uid)];
            foreach (var owner in node.Owners) Unlink(owner.Uid, uid, check);
            return new GraphWork(check, []);
        }
    }

    private void Relink(GraphNode? before, GraphNode node, List<string> check)
    {
        foreach (var old in before?.Owners ?? [])
        {
            // Also where only blockOwnerDeletion has changed: the owner may be free to go now.
            Unlink(old.Uid, node.Uid, check);
        }

        var isHeld = true;
        foreach (var reference in node.Owners)
        {
            if (!_dependents.TryGetValue(reference.Uid, out var dependents)) _dependents.Add(reference.Uid, dependents = new(StringComparer.Ordinal));
            dependents.Add(node.Uid);
            isHeld &= _nodes.TryGetValue(reference.Uid, out var owner) && !owner.IsDeletingDependents && owner.IsDescribedBy(reference, node);
        }

        if (!isHeld) check.Add(node.Uid);
    }

    private void Unlink(string owner, string dependent, List<string> check)
    {
        if (_dependents.TryGetValue(owner, out var dependents) && dependents.Remove(dependent) && dependents.Count == 0) _dependents.Remove(owner);
        if (_nodes.TryGetValue(owner, out var node) && node.IsDeletingDependents) check.Add(owner);
    }

    private static bool HaveSameOwners(GraphNode before, GraphNode node)
    {
        if (before.Owners.Count != node.Owners.Count) return false;
        for (var i = 0; i < node.Owners.Count; i++)
        {
            if (!before.Owners[i].DeepEquals(node.Owners[i])) return false;
        }

        return true;
    }

    private IEnumerable<string> DependentUids(string uid) => _dependents.TryGetValue(uid, out var dependents) ? dependents : [];
}
