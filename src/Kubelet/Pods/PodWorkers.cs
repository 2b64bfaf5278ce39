using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Status;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>The workers of all pods of the node: made when a pod arrives, gone when nothing of it is left.</summary>
internal sealed partial class PodWorkers(PodWorkerServices services, IPodAdmission admission, CancellationToken stop)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _seen = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    /// <summary>The pods that are on the node, ended ones included.</summary>
    public IReadOnlyList<Pod> Pods
    {
        get
        {
            lock (_lock) return [.. _workers.Values.Select(static w => w.Pod).OfType<Pod>()];
        }
    }

    /// <summary>The pod of that name, or null.</summary>
    public Pod? Find(string ns, string name) =>
        Pods.FirstOrDefault(p => p.Metadata.Name == name && p.Metadata.Namespace == ns);

    /// <summary>The API has this pod for us, new or changed.</summary>
    public void OnPod(Pod pod)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(pod.Metadata.Uid, out var worker))
            {
                worker.Update(pod);
                return;
            }

            Start(new(services, pod.Metadata.Uid, pod.Metadata.Namespace, pod.Metadata.Name, pod));
        }
    }

    /// <summary>The API has this pod no longer.</summary>
    public void OnPodGone(Pod pod)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(pod.Metadata.Uid, out var worker)) worker.Remove();
        }
    }

    /// <summary>Something may have happened to a pod.</summary>
    public void Wake(string uid)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(uid, out var worker)) worker.Wake();
        }
    }

    /// <summary>
    /// Takes a relist of the runtime: wakes the workers of pods that changed, and ends pods that the API does not have. To be
    /// called only once the API's pods are known.
    /// </summary>
    public void OnRelist(IReadOnlyList<RuntimePodSummary> pods)
    {
        lock (_lock)
        {
            HashSet<string> present = new(pods.Count, StringComparer.Ordinal);
            foreach (var pod in pods)
            {
                present.Add(pod.Uid);
                if (_workers.TryGetValue(pod.Uid, out var worker))
                {
                    if (!_seen.TryGetValue(pod.Uid, out var before) || before != pod.Fingerprint) worker.Wake();
                }
                else
                {
                    EndingOrphan(services.Logger, PodNames.Format(pod.Name, pod.Namespace, pod.Uid));
                    Start(new(services, pod.Uid, pod.Namespace, pod.Name, null));
                }

                _seen[pod.Uid] = pod.Fingerprint;
            }

            foreach (var uid in _seen.Keys.Where(uid => !present.Contains(uid)).ToList())
            {
                _seen.Remove(uid);
                if (_workers.TryGetValue(uid, out var worker)) worker.Wake();
            }
        }
    }

    /// <summary>Waits until all workers have stopped, after cancellation.</summary>
    public Task WaitForEndAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    // Under the lock.
    private void Start(PodWorker worker)
    {
        if (worker.Pod is { } pod && IsNew(pod))
        {
            var others = _workers.Values.Where(static w => !w.HasEnded).Select(static w => w.Pod).OfType<Pod>();
            if (admission.Check(pod, [.. others]) is { } refusal)
            {
                services.Events.Event(pod, "Warning", refusal.Reason, refusal.Message);
                worker.Fail(refusal.Reason, $"Pod was rejected: {refusal.Message}");
            }
        }

        _workers.Add(worker.Uid, worker);
        _running.RemoveAll(static t => t.IsCompletedSuccessfully);
        _running.Add(services.Environment.Run(() => RunAsync(worker)));
    }

    /// <summary>What this node has taken before is never refused afterwards.</summary>
    private static bool IsNew(Pod pod) => pod.Status.StartTime is null && pod.Metadata.DeletionTimestamp is null;

    private async Task RunAsync(PodWorker worker)
    {
        try
        {
            await worker.RunAsync(stop);
        }
        finally
        {
            lock (_lock) _workers.Remove(worker.Uid);
            worker.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Information, "Pod {Pod} is not in the API: ending it")]
    private static partial void EndingOrphan(ILogger logger, string pod);
}
