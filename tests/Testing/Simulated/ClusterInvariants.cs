using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Storage;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>
/// What must hold at every moment, looked at after every single change of the store:
/// <list type="bullet">
/// <item>a ReplicaSet makes no pod beyond the number that it was asked for at any time since its controller last looked;</item>
/// <item>a Deployment lets its ReplicaSets grow by no more than <c>maxSurge</c> beyond its own number, in the same sense;</item>
/// <item>a rollout in quiet times leaves <c>maxUnavailable</c> pods unavailable at most (<see cref="MinReady"/>);</item>
/// <item>a pod is bound once, to a node that exists and has room for it.</item>
/// </list>
/// </summary>
/// <param name="time">The cluster's clock, to tell when it was.</param>
internal sealed class ClusterInvariants(TimeProvider time) : ICommitObserver
{
    private const int Remembered = 60;

    private readonly SortedDictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReplicaSet> _sets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Deployment> _deployments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    // By uid: what was asked for in each generation.
    private readonly Dictionary<string, List<(long Generation, int Most)>> _asked = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, string Owner, string Set, int By)> _growth = [];
    private readonly List<string> _broken = [];
    private readonly Queue<string> _recent = new();

    /// <summary>What did not hold, with the revision.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <summary>How many changes were judged, by what they were: a check that never had anything to look at has checked nothing.</summary>
    public SortedDictionary<string, int> Judged { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How old the news may be that a controller acts on. When a template changes in the midst of a rollout, the set that grew until
    /// then may have grown by more than the controller knows yet; upstream's does the same.
    /// </summary>
    public TimeSpan Lag { get; init; }

    /// <summary>So many pods have to be ready; zero: any number will do.</summary>
    public int MinReady { get; set; }

    /// <summary>What there is now, and how it came to be.</summary>
    public string Picture => string.Join(
        '\n',
        [
            .. _recent,
            "now:",
            .. _nodes.Values.Select(static n => $"  {n.Metadata.Name} {string.Join(',', n.Spec.Taints.Select(static t => t.Key))}"),
            .. _deployments.Values.Select(static d => $"  {d.Metadata.Name}: {Describe(d)}"),
            .. _sets.Values.Where(static s => s.Spec.Replicas > 0 || s.Status.Replicas > 0).Select(static s => $"  {s.Metadata.Name}: {Describe(s)}"),
            .. _pods.Values.Select(static p => $"  {p.Metadata.Name}: {Describe(p)}"),
        ]);

    public void OnSnapshot(StoreSnapshot snapshot)
    {
        foreach (var item in snapshot.Items()) Put(item);
    }

    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
    {
        foreach (var change in events)
        {
            Remember(change);
            if (change.Kind == StoreEventKind.Put) Put(change.KeyValue);
            else Delete(change.KeyValue);
        }

        if (MinReady <= 0) return;
        var ready = _pods.Values.Count(static p => IsActive(p) && IsReady(p));
        Judge(ready >= MinReady, "availability", revision, () => $"{ready} pods are ready, {MinReady} have to be");
    }

    private static bool IsActive(Pod pod) => pod.Metadata.DeletionTimestamp is null && !HasEnded(pod);

    private static bool HasEnded(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(static c => c.Type == "Ready" && c.Status == "True");

    private static string? OwnerOf(KubeObject value) => value.Metadata.OwnerReferences.FirstOrDefault(static o => o.Controller == true)?.Uid;

    private static long Cpu(Pod pod) => pod.Spec.Containers.Sum(static c => c.Resources.Requests.TryGetValue("cpu", out var cpu) ? cpu.MilliValue : 0);

    private void Put(KeyValue item)
    {
        var key = item.Key.ToString();
        if (key.StartsWith("/registry/pods/", StringComparison.Ordinal)) Put(key, KubeCodec.Decode<Pod>(item.Value.Span), item.ModRevision);
        else if (key.StartsWith("/registry/replicasets/", StringComparison.Ordinal)) Put(key, KubeCodec.Decode<ReplicaSet>(item.Value.Span), item.ModRevision);
        else if (key.StartsWith("/registry/deployments/", StringComparison.Ordinal)) Put(key, KubeCodec.Decode<Deployment>(item.Value.Span));
        else if (key.StartsWith("/registry/minions/", StringComparison.Ordinal)) _nodes[key] = KubeCodec.Decode<Node>(item.Value.Span);
    }

    private void Delete(KeyValue item)
    {
        var key = item.Key.ToString();
        _pods.Remove(key);
        _sets.Remove(key);
        _deployments.Remove(key);
        _nodes.Remove(key);
    }

    private void Put(string key, Pod pod, long revision)
    {
        var before = _pods.GetValueOrDefault(key);
        _pods[key] = pod;
        if (before is null && OwnerOf(pod) is { } owner && _sets.Values.FirstOrDefault(s => s.Metadata.Uid == owner) is { } set)
        {
            var active = _pods.Values.Count(p => OwnerOf(p) == owner && IsActive(p));
            var most = MostSince(owner, set.Status.ObservedGeneration);
            Judge(active <= most, "pod made", revision, () => $"{active} active pods of {set.Metadata.Name}, which was asked for {most}");
        }

        if (before?.Spec.NodeName is { Length: > 0 } was)
            Judge(pod.Spec.NodeName == was, "pod stays", revision, () => $"{key} moved from {was} to {pod.Spec.NodeName}");
        else if (pod.Spec.NodeName.Length > 0) JudgeRoom(key, pod, revision);
    }

    private void JudgeRoom(string key, Pod pod, long revision)
    {
        var node = _nodes.Values.FirstOrDefault(n => n.Metadata.Name == pod.Spec.NodeName);
        Judge(node is not null, "pod bound", revision, () => $"{key} was bound to {pod.Spec.NodeName}, which there is not");
        if (node is null) return;
        var there = _pods.Values.Where(p => p.Spec.NodeName == pod.Spec.NodeName && !HasEnded(p)).ToList();
        var (cpu, room) = (there.Sum(Cpu), node.Status.Allocatable["cpu"].MilliValue);
        Judge(
            cpu <= room && there.Count <= node.Status.Allocatable["pods"].Value, "room", revision,
            () => $"{key} was bound to {pod.Spec.NodeName}, which has {room}m and now {there.Count} pods that ask for {cpu}m");
    }

    private void Put(string key, ReplicaSet set, long revision)
    {
        var before = _sets.GetValueOrDefault(key);
        _sets[key] = set;
        var replicas = set.Spec.Replicas ?? 1;
        Ask(set, replicas);
        if (before is not null && replicas <= (before.Spec.Replicas ?? 1)) return;
        if (OwnerOf(set) is not { } owner || _deployments.Values.FirstOrDefault(d => d.Metadata.Uid == owner) is not { } deployment) return;
        var now = time.GetUtcNow();
        _growth.RemoveAll(g => g.At + Lag <= now);
        var unseen = _growth.Where(g => g.Owner == owner && g.Set != set.Metadata.Uid).Sum(static g => g.By);
        _growth.Add((now, owner, set.Metadata.Uid, replicas - (before?.Spec.Replicas ?? 0)));
        var all = _sets.Values.Where(s => OwnerOf(s) == owner).Sum(static s => s.Spec.Replicas ?? 1) - unseen;
        var most = MostSince(owner, deployment.Status.ObservedGeneration);
        Judge(all <= most, "set grown", revision, () => $"the sets of {deployment.Metadata.Name} have {all} replicas, at most {most} are allowed");
    }

    private void Put(string key, Deployment deployment)
    {
        _deployments[key] = deployment;
        var replicas = deployment.Spec.Replicas ?? 1;
        Ask(deployment, replicas + (deployment.Spec.Strategy.RollingUpdate?.MaxSurge ?? 0).Scale(replicas, roundUp: true));
    }

    private void Ask(KubeObject by, int most)
    {
        if (!_asked.TryGetValue(by.Metadata.Uid, out var asked)) _asked.Add(by.Metadata.Uid, asked = []);
        if (asked.Count == 0 || asked[^1].Generation != by.Metadata.Generation) asked.Add((by.Metadata.Generation, most));
    }

    private int MostSince(string uid, long generation) =>
        _asked[uid].Where(a => a.Generation >= generation).Select(static a => a.Most).DefaultIfEmpty(0).Max();

    private void Judge(bool holds, string what, long revision, Func<string> message)
    {
        Judged[what] = Judged.GetValueOrDefault(what) + 1;
        if (holds) return;
        // What led to the first is the story; what follows from it is not told again.
        if (_broken.Count == 0) _broken.AddRange(_recent);
        _broken.Add($"revision {revision}: {message()}");
    }

    private void Remember(StoreEvent change)
    {
        var key = change.Key.ToString();
        var value = change.KeyValue.Value.Span;
        string? what = key.Split('/')[2] switch
        {
            "pods" or "replicasets" or "deployments" when change.Kind == StoreEventKind.Delete => "gone",
            "pods" => Describe(KubeCodec.Decode<Pod>(value)),
            "replicasets" => Describe(KubeCodec.Decode<ReplicaSet>(value)),
            "deployments" => Describe(KubeCodec.Decode<Deployment>(value)),
            _ => null,
        };
        if (what is null) return;
        if (_recent.Count == Remembered) _recent.Dequeue();
        _recent.Enqueue($"  {time.GetUtcNow():HH:mm:ss.fff} {change.Revision} {key}: {what}");
    }

    private static string Describe(Pod pod) =>
        $"{pod.Spec.NodeName} {pod.Status.Phase}{(IsReady(pod) ? " ready" : "")}{(pod.Metadata.DeletionTimestamp is null ? "" : " ending")}";

    private static string Describe(ReplicaSet set) =>
        $"generation {set.Metadata.Generation} wants {set.Spec.Replicas}; {set.Status.ObservedGeneration} has {set.Status.Replicas}, "
        + $"{set.Status.ReadyReplicas} ready, {set.Status.AvailableReplicas} available";

    private static string Describe(Deployment d) =>
        $"generation {d.Metadata.Generation} wants {d.Spec.Replicas}; {d.Status.ObservedGeneration} has {d.Status.Replicas}, "
        + $"{d.Status.UpdatedReplicas} updated, {d.Status.AvailableReplicas} available";
}
