using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>
/// What happens to the replica sets when a deployment is scaled, be it in the middle of a rollout or while it is paused:
/// each grows or shrinks by its share (upstream's DeploymentController.scale). Pure.
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>The sizes of replica sets; those that stay are there as well, for their annotations may be due.</summary>
    public static IReadOnlyList<Resize> Plan(Deployment deployment, ReplicaSet? @new, IReadOnlyList<ReplicaSet> old)
    {
        var wanted = deployment.Replicas();
        // 1. One replica set only, or none: it takes it all.
        if (ActiveOrLatest(@new, old) is { } only) return only.Replicas() == wanted ? [] : [new Resize(only, wanted)];

        // 2. The new one is complete: the old ones are over.
        if (IsSaturated(deployment, @new)) return [.. old.Active().Select(static s => new Resize(s, 0))];

        // 3. In the middle of a rolling update: shares.
        if (!deployment.IsRollingUpdate()) return [];
        var active = With(@new, old).Active().ToList();
        var allowed = wanted > 0 ? wanted + Fenceposts.Of(deployment).MaxSurge : 0;
        var toAdd = allowed - active.Replicas();
        return Distribute(deployment, toAdd < 0 ? Largest(active, newerFirst: false) : Largest(active, newerFirst: true), toAdd);
    }

    private static List<Resize> Distribute(Deployment deployment, IReadOnlyList<ReplicaSet> sets, int toAdd)
    {
        List<Resize> sizes = [];
        var added = 0;
        foreach (var set in sets)
        {
            var share = Share(deployment, set, toAdd, added);
            sizes.Add(new Resize(set, set.Replicas() + share));
            added += share;
        }

        // What rounding left over goes to the largest.
        if (sizes.Count > 0) sizes[0] = sizes[0] with { Replicas = Math.Max(0, sizes[0].Replicas + toAdd - added) };
        return sizes;
    }

    // Upstream's GetReplicaSetProportion.
    private static int Share(Deployment deployment, ReplicaSet set, int toAdd, int added)
    {
        if (set.Replicas() == 0 || toAdd == 0 || toAdd == added) return 0;
        var fraction = Fraction(deployment, set);
        return toAdd > 0 ? Math.Min(fraction, toAdd - added) : Math.Max(fraction, toAdd - added);
    }

    private static int Fraction(Deployment deployment, ReplicaSet set)
    {
        if (deployment.Replicas() == 0) return -set.Replicas();
        var most = deployment.Replicas() + Fenceposts.Of(deployment).MaxSurge;
        var mostBefore = set.Metadata.Number(DeploymentNames.MaxReplicas) is { } annotated and not 0 ? annotated : deployment.Status.Replicas;
        if (mostBefore == 0) return 0;
        var size = (double)((long)set.Replicas() * most) / mostBefore;
        return (int)(size < 0 ? size - 0.5 : size + 0.5) - set.Replicas();
    }

    // Upstream's FindActiveOrLatest.
    private static ReplicaSet? ActiveOrLatest(ReplicaSet? @new, IReadOnlyList<ReplicaSet> old)
    {
        var active = With(@new, old).Active().ToList();
        return active.Count switch
        {
            0 => @new ?? old.OldestFirst().LastOrDefault(),
            1 => active[0],
            _ => null,
        };
    }

    private static bool IsSaturated(Deployment deployment, ReplicaSet? set) =>
        set is not null
        && set.Replicas() == deployment.Replicas()
        && set.Metadata.Number(DeploymentNames.DesiredReplicas) == deployment.Replicas()
        && set.Status.AvailableReplicas == deployment.Replicas();

    private static List<ReplicaSet> Largest(IEnumerable<ReplicaSet> sets, bool newerFirst)
    {
        var byAge = newerFirst ? sets.OldestFirst().Reverse() : sets.OldestFirst();
        return [.. byAge.OrderByDescending(static s => s.Replicas())];
    }

    private static IEnumerable<ReplicaSet> With(ReplicaSet? @new, IReadOnlyList<ReplicaSet> old) => @new is null ? old : old.Append(@new);
}
