using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.TaintEviction;

/// <summary>Deletes pods from nodes with NoExecute taints when their tolerations have run out (upstream's taint manager).</summary>
internal sealed class TaintEvictionController : IController
{
    private readonly ControllerContext _context;
    private readonly IKubeClient _client;
    private readonly SharedInformer<Pod> _pods;
    private readonly SharedInformer<Node> _nodes;
    private readonly IEventRecorder _recorder;
    private readonly RateLimitingQueue<ObjectKey> _queue;
    private readonly Controller<ObjectKey> _loop;

    // Since when a pod's time runs: a change of the taints shortens or lengthens it, but does not begin it anew.
    private readonly ConcurrentDictionary<ObjectKey, Clock> _clocks = new();

    public TaintEvictionController(ControllerContext context)
    {
        _context = context;
        _client = context.ClientFor("node-controller");
        _recorder = context.RecorderFor(_client, Name);
        _pods = context.Informers.For<Pod>();
        _nodes = context.Informers.For<Node>();
        PodsOnNodes.AddIndexTo(_pods);
        _queue = new RateLimitingQueue<ObjectKey>(context.Environment);
        _loop = new Controller<ObjectKey>(Name, _queue, ReconcileAsync, context.Environment, context.LoggerFor(Name)) { Workers = 8 };
        _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = OnPod,
            Updated = (old, pod) =>
            {
                if (old.Spec.NodeName != pod.Spec.NodeName || old.Spec.Tolerations.Count != pod.Spec.Tolerations.Count || old.Metadata.Uid != pod.Metadata.Uid)
                    OnPod(pod);
            },
            Deleted = pod => _clocks.TryRemove(ObjectKey.Of(pod), out _),
        });
        _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = OnNode,
            Updated = (old, node) =>
            {
                if (HasNoExecute(old) || HasNoExecute(node)) OnNode(node);
            },
        });
    }

    public string Name => "taint-eviction-controller";

    public Task RunAsync(CancellationToken cancellation) => _loop.RunAsync(cancellation);

    private static bool HasNoExecute(Node node) => node.Spec.Taints.Any(static t => t.Effect == "NoExecute");

    private void OnPod(Pod pod)
    {
        if (pod.Spec.NodeName.Length > 0) _queue.Add(ObjectKey.Of(pod));
    }

    private void OnNode(Node node)
    {
        foreach (var pod in PodsOnNodes.On(_pods, node.Metadata.Name)) _queue.Add(ObjectKey.Of(pod));
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_pods.Get(key) is not { } pod || pod.Metadata.DeletionTimestamp is not null || _nodes.Get("", pod.Spec.NodeName) is not { } node)
        {
            _clocks.TryRemove(key, out _);
            return;
        }

        if (EvictionDecision.MayStay(node.Spec.Taints, pod.Spec.Tolerations) is not { } stay)
        {
            if (_clocks.TryRemove(key, out _)) _recorder.Event(pod, "Normal", "TaintManagerEviction", $"Cancelling deletion of Pod {key}");
            return;
        }

        var now = _context.Environment.Now;
        var clock = _clocks.AddOrUpdate(key, _ => new Clock(pod.Metadata.Uid, now), (_, c) => c.Uid == pod.Metadata.Uid ? c : new Clock(pod.Metadata.Uid, now));
        var wait = clock.Since + stay - now;
        if (wait > TimeSpan.Zero)
        {
            _queue.AddAfter(key, wait);
            return;
        }

        await EvictAsync(key, pod, cancellation);
    }

    private async Task EvictAsync(ObjectKey key, Pod pod, CancellationToken cancellation)
    {
        _recorder.Event(pod, "Normal", "TaintManagerEviction", $"Marking for deletion Pod {key}");
        try
        {
            await PodDisruption.MarkAsync(
                _client, pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", fail: false, _context.Environment.Now, cancellation);
            DeleteOptions options = new() { Preconditions = new() { Uid = pod.Metadata.Uid } };
            await _client.DeleteAsync<Pod>(key.Namespace, key.Name, options, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound || (e.IsConflict && _pods.Get(key)?.Metadata.Uid != pod.Metadata.Uid))
        {
            // It is gone already.
        }
    }

    private readonly record struct Clock(string Uid, DateTimeOffset Since);
}
