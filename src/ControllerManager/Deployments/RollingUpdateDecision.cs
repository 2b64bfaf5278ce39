using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>A replica set that is to have another size.</summary>
internal readonly record struct Resize(ReplicaSet Set, int Replicas);

/// <summary>
/// How a rollout goes on: the new replica set up, the old ones down, never more pods than replicas + maxSurge and never
/// fewer available than replicas - maxUnavailable. Pure.
/// </summary>
internal static class RollingUpdateDecision
{
    /// <summary>The size of the new replica set (upstream's NewRSNewReplicas and reconcileNewReplicaSet).</summary>
    public static int NewSize(Deployment deployment, IEnumerable<ReplicaSet> all, int current)
    {
        var wanted = deployment.Replicas();
        if (!deployment.IsRollingUpdate() || current >= wanted) return wanted;
        var most = wanted + Fenceposts.Of(deployment).MaxSurge;
        var pods = all.Replicas();
        return pods >= most ? current : current + Math.Min(most - pods, wanted - current);
    }

    /// <summary>
    /// Which old replica sets shrink now: first by their pods that are not available, for those serve nobody, then as far as
    /// enough available pods remain (upstream's reconcileOldReplicaSets).
    /// </summary>
    public static IReadOnlyList<Resize> ShrinkOld(Deployment deployment, IReadOnlyList<ReplicaSet> old, ReplicaSet @new)
    {
        var active = old.Active().OldestFirst().ToArray();
        if (active.Length == 0) return [];
        var minAvailable = deployment.Replicas() - Fenceposts.Of(deployment).MaxUnavailable;
        var newUnavailable = @new.Replicas() - Available(@new);
        // What the new replica set has not made available yet cannot stand in for anything.
        var mayGo = old.Replicas() + @new.Replicas() - minAvailable - newUnavailable;
        if (mayGo <= 0) return [];
        var sizes = active.ToDictionary(static s => s, static s => s.Replicas());
        Shrink(active, sizes, mayGo, static s => s.Replicas() - Available(s));
        var available = active.Sum(Available) + Available(@new);
        Shrink(active, sizes, available - minAvailable, s => sizes[s]);
        return [.. active.Where(s => sizes[s] != s.Replicas()).Select(s => new Resize(s, sizes[s]))];
    }

    // A set that was just told to shrink still reports those that are about to go until its controller comes to it. Upstream counts
    // them, and can take away too many when that takes long.
    private static int Available(ReplicaSet set) => Math.Min(set.Status.AvailableReplicas, set.Replicas());

    private static void Shrink(ReplicaSet[] sets, Dictionary<ReplicaSet, int> sizes, int total, Func<ReplicaSet, int> removable)
    {
        foreach (var set in sets)
        {
            if (total <= 0) return;
            var count = Math.Min(total, Math.Min(sizes[set], Math.Max(0, removable(set))));
            sizes[set] -= count;
            total -= count;
        }
    }
}
