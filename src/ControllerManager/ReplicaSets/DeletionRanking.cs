using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>
/// Which pods go first when there are too many (upstream's ActivePodsWithRanks): those that do the least, have come the
/// latest, or share a node with most of their kin.
/// </summary>
internal static class DeletionRanking
{
    private const string CostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>The <paramref name="count"/> pods to delete.</summary>
    /// <param name="pods">The active pods of the controller.</param>
    /// <param name="related">The pods of all controllers of the same owner, these included: they count for crowding a node.</param>
    /// <param name="count">How many are to go.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Pod> Choose(IReadOnlyList<Pod> pods, IEnumerable<Pod> related, int count, DateTimeOffset now)
    {
        if (count >= pods.Count) return pods;
        Dictionary<string, int> crowds = new(StringComparer.Ordinal);
        foreach (var pod in related)
        {
            if (PodStates.IsActive(pod)) crowds[pod.Spec.NodeName] = crowds.GetValueOrDefault(pod.Spec.NodeName) + 1;
        }

        var ranked = pods.Select(p => new Ranked(p, crowds.GetValueOrDefault(p.Spec.NodeName))).ToArray();
        return [.. ranked.OrderBy(static r => r, Comparer<Ranked>.Create((a, b) => Compare(a, b, now))).Take(count).Select(static r => r.Pod)];
    }

    private static int Compare(Ranked a, Ranked b, DateTimeOffset now)
    {
        // Unassigned first.
        var order = (a.Pod.Spec.NodeName.Length > 0).CompareTo(b.Pod.Spec.NodeName.Length > 0);
        if (order != 0) return order;
        // Pending, then Unknown, then Running.
        order = Phase(a.Pod).CompareTo(Phase(b.Pod));
        if (order != 0) return order;
        // Not ready first.
        order = (a.ReadySince is not null).CompareTo(b.ReadySince is not null);
        if (order != 0) return order;
        order = Cost(a.Pod).CompareTo(Cost(b.Pod));
        if (order != 0) return order;
        // Doubled up first.
        order = b.Crowd.CompareTo(a.Crowd);
        if (order != 0) return order;
        if (a.ReadySince is { } readyA && b.ReadySince is { } readyB && readyA != readyB) return ByAge(a, readyA, b, readyB, now);
        order = Restarts(b.Pod).CompareTo(Restarts(a.Pod));
        if (order != 0) return order;
        var (createdA, createdB) = (Created(a.Pod), Created(b.Pod));
        return createdA == createdB ? 0 : ByAge(a, createdA, b, createdB, now);
    }

    // Younger first, but only ages of different orders of magnitude count: among the rest the uid decides, so that a
    // scale-down does not always hit the youngest.
    private static int ByAge(Ranked a, DateTimeOffset sinceA, Ranked b, DateTimeOffset sinceB, DateTimeOffset now)
    {
        if (sinceA == default || sinceB == default) return sinceA == default ? -1 : 1;
        var order = Magnitude(now - sinceA).CompareTo(Magnitude(now - sinceB));
        return order != 0 ? order : string.CompareOrdinal(a.Pod.Metadata.Uid, b.Pod.Metadata.Uid);
    }

    private static int Magnitude(TimeSpan age) => age <= TimeSpan.Zero ? -1 : (int)Math.Log2(age.TotalNanoseconds);

    private static int Phase(Pod pod) => pod.Status.Phase switch
    {
        "Pending" => 0,
        "Unknown" => 1,
        "Running" => 2,
        // Upstream's map gives zero for what it does not know.
        _ => 0,
    };

    private static int Cost(Pod pod) =>
        pod.Metadata.Annotations.TryGetValue(CostAnnotation, out var text)
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private static int Restarts(Pod pod)
    {
        var most = 0;
        foreach (var container in pod.Status.ContainerStatuses) most = Math.Max(most, container.RestartCount);
        return most;
    }

    private static DateTimeOffset Created(Pod pod) => pod.Metadata.CreationTimestamp ?? default;

    private readonly record struct Ranked(Pod Pod, int Crowd)
    {
        /// <summary>Since when the pod is ready; null: it is not.</summary>
        public DateTimeOffset? ReadySince { get; } =
            PodStates.Condition(Pod, "Ready") is { Status: "True" } ready ? ready.LastTransitionTime ?? default : null;
    }
}
