using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Queue;

/// <summary>
/// The pods that wait for a node: active ones in order of priority, those that failed lately until their back-off is
/// over, and those that fit nowhere until something changes (upstream's PriorityQueue).
/// </summary>
/// <param name="profile">Orders pods and holds them back.</param>
/// <param name="environment">The clock.</param>
internal sealed class SchedulingQueue(Profile profile, ExecutionEnvironment environment) : IDisposable
{
    private static readonly TimeSpan InitialBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    // However little happens: a pod that fits nowhere is looked at again after this time.
    private static readonly TimeSpan MaxUnschedulable = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, QueuedPod> _pods = [];
    private readonly PriorityQueue<(QueuedPod Pod, DateTimeOffset Since), QueuedPodOrder> _active =
        new(Comparer<QueuedPodOrder>.Create(profile.QueueSort.Compare));

    // Counts the events, so that a pod whose attempt was under way when something changed is not put to sleep over it.
    private readonly List<ClusterEvent> _eventsInFlight = [];
    private int _inFlight;
    private readonly WakeSignal _changed = new(environment.Time);

    /// <summary>How many pods wait, by place: for the metrics and for tests.</summary>
    public int Count(QueuePlace place)
    {
        lock (_lock) return _pods.Values.Count(p => p.Place == place);
    }

    /// <summary>A pod without a node appeared.</summary>
    public void Add(Pod pod)
    {
        lock (_lock)
        {
            QueuedPod queued = new(pod, environment.Now);
            _pods[queued.Key] = queued;
            Enter(queued);
        }
    }

    /// <summary>A waiting pod changed. If it may fit now for that, it is looked at again.</summary>
    public void Update(Pod old, Pod pod)
    {
        lock (_lock)
        {
            if (!_pods.TryGetValue(ObjectKey.Of(pod), out var queued))
            {
                queued = new QueuedPod(pod, environment.Now);
                _pods[queued.Key] = queued;
                Enter(queued);
                return;
            }

            queued.Pod = pod;
            if (queued.Place == QueuePlace.Unschedulable && MayFitNow(old, pod)) Wake(queued);
        }
    }

    /// <summary>A waiting pod is gone, or has a node.</summary>
    public void Remove(ObjectKey key)
    {
        lock (_lock) _pods.Remove(key);
    }

    /// <summary>Something changed that may let pods fit.</summary>
    public void Move(ClusterEvent change)
    {
        lock (_lock)
        {
            if (_inFlight > 0) _eventsInFlight.Add(change);
            foreach (var queued in _pods.Values)
            {
                if (queued.Place == QueuePlace.Unschedulable && ClusterEvents.MayHelp(change, queued.FailedPlugins)) Wake(queued);
            }
        }
    }

    /// <summary>The pod whose turn it is. Waits for one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async ValueTask<QueuedPod> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan? wait;
            lock (_lock)
            {
                wait = Ripen();
                if (TryTake() is { } pod) return pod;
            }

            await _changed.WaitAsync(wait ?? Timeout.InfiniteTimeSpan, cancellation);
        }
    }

    /// <summary>The pod has a node: the attempt is over.</summary>
    public void Done(QueuedPod pod)
    {
        lock (_lock)
        {
            EndFlight();
            if (_pods.TryGetValue(pod.Key, out var queued) && queued == pod) _pods.Remove(pod.Key);
        }
    }

    /// <summary>The pod fits nowhere, or something went wrong: it waits.</summary>
    /// <param name="pod">The pod that was taken.</param>
    /// <param name="failedPlugins">The plugins that were against it; empty after an error, which is tried again after the back-off.</param>
    public void Return(QueuedPod pod, IReadOnlySet<string> failedPlugins)
    {
        lock (_lock)
        {
            var moved = _eventsInFlight.Any(e => ClusterEvents.MayHelp(e, failedPlugins));
            EndFlight();
            if (!_pods.TryGetValue(pod.Key, out var queued) || queued != pod) return;
            pod.FailedPlugins = failedPlugins;
            pod.Since = environment.Now;
            pod.Place = moved || failedPlugins.Count == 0 ? QueuePlace.Backoff : QueuePlace.Unschedulable;
            Signal();
        }
    }

    /// <summary>How long a pod waits after so many attempts: a second, doubled each time, at most ten.</summary>
    public static TimeSpan Backoff(int attempts)
    {
        var backoff = InitialBackoff;
        for (var i = 1; i < attempts && backoff < MaxBackoff; i++) backoff *= 2;
        return backoff < MaxBackoff ? backoff : MaxBackoff;
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    private void Enter(QueuedPod pod)
    {
        pod.Since = environment.Now;
        if (profile.PreEnqueue.FirstOrDefault(p => !p.PreEnqueue(pod.Pod).IsSuccess) is { } held)
        {
            pod.Place = QueuePlace.Unschedulable;
            pod.FailedPlugins = new HashSet<string>(StringComparer.Ordinal) { held.Name };
        }
        else
        {
            Activate(pod);
        }
    }

    private void Activate(QueuedPod pod)
    {
        pod.Place = QueuePlace.Active;
        pod.Since = environment.Now;
        _active.Enqueue((pod, pod.Since), pod.Order);
        Signal();
    }

    private void Wake(QueuedPod pod)
    {
        if (profile.PreEnqueue.Any(p => !p.PreEnqueue(pod.Pod).IsSuccess)) return;
        if (pod.Attempts == 0 || pod.Since + Backoff(pod.Attempts) <= environment.Now) Activate(pod);
        else
        {
            pod.Place = QueuePlace.Backoff;
            Signal();
        }
    }

    // Moves what has waited long enough, and says how long it is until the next one has.
    private TimeSpan? Ripen()
    {
        var now = environment.Now;
        DateTimeOffset? next = null;
        foreach (var pod in _pods.Values)
        {
            if (pod.Place is not (QueuePlace.Backoff or QueuePlace.Unschedulable)) continue;
            var ripe = pod.Since + (pod.Place == QueuePlace.Backoff ? Backoff(pod.Attempts) : MaxUnschedulable);
            if (ripe > now) next = next is null || ripe < next ? ripe : next;
            else if (pod.Place == QueuePlace.Backoff) Activate(pod);
            else
            {
                Wake(pod);
                if (pod.Place == QueuePlace.Unschedulable) pod.Since = now;
            }
        }

        return next - now;
    }

    private QueuedPod? TryTake()
    {
        while (_active.TryDequeue(out var entry, out _))
        {
            var pod = entry.Pod;
            // Entries of pods that went, or were queued anew since, are left behind in the heap.
            if (pod.Place != QueuePlace.Active || pod.Since != entry.Since) continue;
            if (!_pods.TryGetValue(pod.Key, out var queued) || queued != pod) continue;
            pod.Place = QueuePlace.InFlight;
            pod.Attempts++;
            _inFlight++;
            return pod;
        }

        return null;
    }

    private void EndFlight()
    {
        if (--_inFlight == 0) _eventsInFlight.Clear();
    }

    private void Signal() => _changed.Set();

    private static bool MayFitNow(Pod old, Pod pod) =>
        !pod.Spec.DeepEquals(old.Spec) || !LabelsEqual(old, pod) || pod.Spec.SchedulingGates.Count < old.Spec.SchedulingGates.Count;

    private static bool LabelsEqual(Pod a, Pod b) => a.Metadata.Labels.ContentEquals(b.Metadata.Labels);
}
