using Kybernet.Api.Meta.V1;

namespace Kybernet.ControllerManager.GarbageCollection;

/// <summary>What an owner reference leads to.</summary>
internal enum OwnerState
{
    /// <summary>An owner that is there and holds its dependents.</summary>
    Solid,

    /// <summary>Nothing, or another object of that name.</summary>
    Dangling,

    /// <summary>An owner that is to go and waits for its dependents to go first.</summary>
    WaitingForDependents,
}

/// <summary>What is to be done about an object with owners.</summary>
internal abstract record CollectionAction
{
    /// <summary>It stays as it is.</summary>
    public sealed record Keep : CollectionAction;

    /// <summary>It stays, but no longer points to these owners.</summary>
    public sealed record RemoveOwners(IReadOnlyList<string> Uids) : CollectionAction;

    /// <summary>It goes.</summary>
    /// <param name="Policy">What becomes of its own dependents.</param>
    /// <param name="UnblockFirst">Whether it must first stop blocking its owners, because it waits for one that waits for it.</param>
    public sealed record Delete(string Policy, bool UnblockFirst) : CollectionAction;
}

/// <summary>Whether an object is to go because of its owners (upstream's attemptToDeleteItem).</summary>
internal static class CollectionDecision
{
    /// <summary>Decides.</summary>
    /// <param name="item">The object, as the server has it now.</param>
    /// <param name="owners">What each of its owner references leads to, by uid.</param>
    /// <param name="dependents">The objects that depend on it in turn.</param>
    public static CollectionAction Decide(
        ObjectMeta item, IReadOnlyDictionary<string, OwnerState> owners, IReadOnlyCollection<GraphNode> dependents)
    {
        if (owners.Count == 0) return new CollectionAction.Keep();
        if (owners.Values.Contains(OwnerState.Solid))
        {
            var others = owners.Where(static o => o.Value != OwnerState.Solid).Select(static o => o.Key).Order(StringComparer.Ordinal).ToArray();
            return others.Length == 0 ? new CollectionAction.Keep() : new CollectionAction.RemoveOwners(others);
        }

        // An owner that waits for all below it wants all below it gone before: the object waits for its dependents as well.
        if (owners.Values.Contains(OwnerState.WaitingForDependents) && dependents.Count > 0)
            return new CollectionAction.Delete("Foreground", UnblockFirst: dependents.Any(static d => d.IsDeletingDependents));

        return new CollectionAction.Delete(OwnPolicy(item), UnblockFirst: false);
    }

    // What the object was told before counts.
    private static string OwnPolicy(ObjectMeta item)
    {
        if (item.Finalizers.Contains(GraphNode.OrphanFinalizer)) return "Orphan";
        return item.Finalizers.Contains(GraphNode.ForegroundFinalizer) ? "Foreground" : "Background";
    }
}
