using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;
using Kybernet.Scheduler.Queue;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler;

/// <summary>
/// The kube-scheduler: finds a node for every pod that has none and binds the pod to it. One pod is decided at a time;
/// bindings are on their way side by side.
/// </summary>
public sealed partial class KubeScheduler : IAsyncDisposable
{
    // So many bindings at once: enough to hide the API's latency, few enough not to flood it.
    private const int MaxBindings = 64;

    private readonly IKubeClient _client;
    private readonly InformerFactory _informers;
    private readonly ExecutionEnvironment _environment;
    private readonly ILogger _logger;
    private readonly EventSeriesRecorder _events;
    private readonly Profile _profile;
    private readonly SchedulingAlgorithm _algorithm;
    private readonly SchedulingQueue _queue;
    private readonly SchedulerCache _cache = new();
    private readonly Slots _bindings = new(MaxBindings);

    /// <summary>A scheduler that is not running yet.</summary>
    /// <param name="client">As system:kube-scheduler.</param>
    /// <param name="informers">Nodes and pods; shared with others of the process if they are of the same identity.</param>
    /// <param name="environment">Clock, chance and scheduling of tasks.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="schedulerName">The pods that name it in spec.schedulerName are its own.</param>
    /// <param name="host">Where it runs, for its events to tell it from others.</param>
    public KubeScheduler(
        IKubeClient client, InformerFactory informers, ExecutionEnvironment environment, ILoggerFactory loggers,
        string schedulerName = "default-scheduler", string host = "localhost")
    {
        _client = client;
        _informers = informers;
        _environment = environment;
        _logger = loggers.CreateLogger<KubeScheduler>();
        _events = new EventSeriesRecorder(client, environment, schedulerName, $"{schedulerName}-{host}", _logger);
        _profile = new Profile(schedulerName, DefaultPlugins.Create(client));
        _algorithm = new SchedulingAlgorithm(_profile, environment.Random);
        _queue = new SchedulingQueue(_profile, environment);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var nodes = _informers.For<Node>();
        var pods = _informers.For<Pod>();
        nodes.AddHandler(new InformerHandler<Node> { Added = AddNode, Updated = UpdateNode, Deleted = n => _cache.RemoveNode(n.Metadata.Name) });
        pods.AddHandler(new InformerHandler<Pod> { Added = AddPod, Updated = UpdatePod, Deleted = DeletePod });
        _informers.Start(cancellation);
        await nodes.WaitForSyncAsync(cancellation);
        await pods.WaitForSyncAsync(cancellation);
        while (!cancellation.IsCancellationRequested) await ScheduleOneAsync(await _queue.TakeAsync(cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // With all slots in hand no binding is on its way any more.
        for (var i = 0; i < MaxBindings; i++) await _bindings.WaitAsync(CancellationToken.None);
        await _events.DisposeAsync();
        _queue.Dispose();
    }

    private async Task ScheduleOneAsync(QueuedPod queued, CancellationToken cancellation)
    {
        var pod = queued.Pod;
        if (pod.Metadata.DeletionTimestamp is not null || _cache.IsPlaced(queued.Key))
        {
            _queue.Done(queued);
            return;
        }

        PodInfo info = new(pod);
        var snapshot = _cache.Snapshot();
        var (nodeName, diagnosis) = _algorithm.Choose(info, snapshot);
        if (nodeName is null)
        {
            foreach (var plugin in _profile.PostFilter)
            {
                (_, diagnosis.PostFilterMessage) = await plugin.PostFilterAsync(info, snapshot, diagnosis, cancellation);
            }

            await FailAsync(queued, "Unschedulable", diagnosis.ToString(), diagnosis.Plugins, cancellation);
            return;
        }

        _cache.Assume(info, nodeName);
        await _bindings.WaitAsync(cancellation);
        _ = _environment.Run(() => BindAsync(queued, info, nodeName, cancellation), CancellationToken.None);
    }

    // 1 reserve  2 permit  3 pre-bind  4 bind  5 post-bind. What fails gives everything back.
    private async Task BindAsync(QueuedPod queued, PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        try
        {
            var verdict = Reserve(pod, nodeName);
            foreach (var plugin in _profile.Permit) verdict = verdict.IsSuccess ? await plugin.PermitAsync(pod, nodeName, cancellation) : verdict;
            foreach (var plugin in _profile.PreBind) verdict = verdict.IsSuccess ? await plugin.PreBindAsync(pod, nodeName, cancellation) : verdict;
            foreach (var plugin in _profile.Bind)
            {
                if (!verdict.IsSuccess) break;
                verdict = await plugin.BindAsync(pod, nodeName, cancellation);
                if (verdict.Code != VerdictCode.Skip) break;
            }

            if (!verdict.IsSuccess)
            {
                Undo(pod, nodeName);
                await FailAsync(queued, "Unschedulable", string.Join(", ", verdict.Reasons), new HashSet<string>(), cancellation);
                return;
            }

            _queue.Done(queued);
            foreach (var plugin in _profile.PostBind) plugin.PostBind(pod, nodeName);
            _events.Event(ObjectReferences.To(pod.Pod), "Normal", "Scheduled", "Binding", $"Successfully assigned {pod.Key} to {nodeName}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Undo(pod, nodeName);
        }
        catch (Exception e)
        {
            Undo(pod, nodeName);
            LogBindFailed(e, pod.Key, nodeName);
            // Gone in the meantime: nobody is left to be told.
            if (e is KubeApiException { IsNotFound: true }) _queue.Done(queued);
            else await FailAsync(queued, "SchedulerError", $"binding rejected: {e.Message}", new HashSet<string>(), cancellation);
        }
        finally
        {
            _bindings.Release();
        }
    }

    // A note of events.k8s.io may have so many bytes; names of nodes and plugins have one for each letter.
    private static string Shortened(string message)
    {
        const int longest = 1024;
        const string end = " ...";
        return message.Length <= longest ? message : message[..(longest - end.Length)] + end;
    }

    private Verdict Reserve(PodInfo pod, string nodeName)
    {
        foreach (var plugin in _profile.Reserve)
        {
            var verdict = plugin.Reserve(pod, nodeName);
            if (!verdict.IsSuccess) return verdict;
        }

        return Verdict.Success;
    }

    private void Undo(PodInfo pod, string nodeName)
    {
        foreach (var plugin in _profile.Reserve.Reverse()) plugin.Unreserve(pod, nodeName);
        _cache.Forget(pod);
    }

    private async Task FailAsync(
        QueuedPod queued, string reason, string message, IReadOnlySet<string> plugins, CancellationToken cancellation)
    {
        LogUnschedulable(queued.Key, message);
        _events.Event(ObjectReferences.To(queued.Pod), "Warning", "FailedScheduling", "Scheduling", Shortened(message));
        _queue.Return(queued, plugins);
        try
        {
            if (PodScheduledCondition.Patch(queued.Pod, reason, message, _environment.Now) is { } patch)
            {
                await _client.PatchAsync<Pod>(queued.Key.Namespace, queued.Key.Name, patch, "status", cancellation);
            }
        }
#pragma warning disable CA1031 // Whatever went wrong, this pod's news must not end the scheduler.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The pod goes on waiting in the queue and the next attempt tells again.
            LogConditionFailed(e, queued.Key);
        }
    }

    private void AddNode(Node node)
    {
        _cache.SetNode(node);
        _queue.Move(ClusterEvent.NodeAdded);
    }

    private void UpdateNode(Node old, Node node)
    {
        _cache.SetNode(node);
        if (Matters(old, node)) _queue.Move(ClusterEvent.NodeUpdated);
    }

    private static bool Matters(Node old, Node node) =>
        !old.Spec.DeepEquals(node.Spec)
        || !old.Metadata.Labels.ContentEquals(node.Metadata.Labels)
        || !old.Status.Allocatable.ContentEquals(node.Status.Allocatable);

    private void AddPod(Pod pod)
    {
        if (pod.Spec.NodeName.Length > 0)
        {
            if (!HasEnded(pod)) _cache.SetPod(pod);
        }
        else if (IsMine(pod)) _queue.Add(pod);
    }

    private void UpdatePod(Pod old, Pod pod)
    {
        if (pod.Spec.NodeName.Length == 0)
        {
            if (!IsMine(pod) || _cache.IsPlaced(ObjectKey.Of(pod))) return;
            if (pod.Metadata.Uid != old.Metadata.Uid) _queue.Remove(ObjectKey.Of(old));
            _queue.Update(old, pod);
        }
        else if (HasEnded(pod)) DeletePod(pod);
        else
        {
            _cache.SetPod(pod);
            if (old.Spec.NodeName.Length == 0) _queue.Remove(ObjectKey.Of(pod));
        }
    }

    private void DeletePod(Pod pod)
    {
        var key = ObjectKey.Of(pod);
        _queue.Remove(key);
        if (!_cache.IsPlaced(key)) return;
        _cache.RemovePod(key);
        _queue.Move(ClusterEvent.PodDeleted);
    }

    private bool IsMine(Pod pod) => pod.Spec.SchedulerName == _profile.SchedulerName && pod.Metadata.DeletionTimestamp is null && !HasEnded(pod);

    private static bool HasEnded(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";
}
