using System.Text;
using Kybernet.Api;
using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.NodeLifecycle;

/// <summary>Doubts nodes that have fallen silent, and taints nodes as their conditions ask for (upstream's node lifecycle controller).</summary>
internal sealed class NodeLifecycleController : IController
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    private readonly ControllerContext _context;
    private readonly IKubeClient _client;
    private readonly SharedInformer<Node> _nodes;
    private readonly SharedInformer<Lease> _leases;
    private readonly SharedInformer<Pod> _pods;
    private readonly IEventRecorder _recorder;
    private readonly RateLimitingQueue<string> _queue;
    private readonly Controller<string> _tainting;
    private readonly Dictionary<string, NodeHealth> _health = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _readiness = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _nextEviction = new(StringComparer.Ordinal);

    public NodeLifecycleController(ControllerContext context)
    {
        _context = context;
        _client = context.ClientFor("node-controller");
        _nodes = context.Informers.For<Node>();
        _leases = context.Informers.For<Lease>();
        _pods = context.Informers.For<Pod>();
        PodsOnNodes.AddIndexTo(_pods);
        _recorder = context.RecorderFor(_client, "node-controller");
        _queue = new RateLimitingQueue<string>(context.Environment);
        _tainting = new Controller<string>(Name, _queue, TaintAsync, context.Environment, context.LoggerFor(Name));
        _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = node => _queue.Add(node.Metadata.Name),
            Updated = (_, node) => _queue.Add(node.Metadata.Name),
        });
    }

    public string Name => "node-lifecycle-controller";

    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        _tainting.RunAsync(cancellation),
        new Periodic(Name, _context.Options.NodeMonitorPeriod, _context.Environment, _context.LoggerFor(Name)).RunAsync(MonitorAsync, cancellation));

    // NoSchedule follows the conditions at once; NoExecute goes away at once, but comes by the monitor alone.
    private async Task TaintAsync(string name, CancellationToken cancellation)
    {
        if (_nodes.Get("", name) is not { } cached || NodeTaints.WithNoSchedule(cached, _context.Environment.Now) is null) return;
        await ChangeTaintsAsync(name, NodeTaints.WithNoSchedule, cancellation);
    }

    private async Task MonitorAsync(CancellationToken cancellation)
    {
        var nodes = _nodes.List().OrderBy(static n => n.Metadata.Name, StringComparer.Ordinal).ToArray();
        Register(nodes);
        foreach (var node in nodes)
        {
            try
            {
                await JudgeAsync(node, cancellation);
            }
            catch (KubeApiException e) when (e.IsConflict || e.IsNotFound)
            {
                // It has changed or gone while we looked: the next round sees it as it is.
            }
        }

        await EvictAsync(nodes, cancellation);
    }

    private void Register(IReadOnlyCollection<Node> nodes)
    {
        foreach (var node in nodes)
        {
            var name = node.Metadata.Name;
            if (!_health.ContainsKey(name)) Tell(name, node.Metadata.Uid, "RegisteredNode", $"Node {name} event: Registered Node {name} in Controller");
        }

        var present = nodes.Select(static n => n.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _health.Keys.Where(n => !present.Contains(n)).ToArray())
        {
            _health.Remove(gone);
            _readiness.Remove(gone);
            Tell(gone, "", "RemovingNode", $"Node {gone} event: Removing Node {gone} from Controller");
        }
    }

    private async Task JudgeAsync(Node node, CancellationToken cancellation)
    {
        var name = node.Metadata.Name;
        var now = _context.Environment.Now;
        var health = NodeHealth.Look(_health.GetValueOrDefault(name), node, _leases.Get("kube-node-lease", name), now);
        _health[name] = health;
        var readiness = NodeHealth.Condition(node, "Ready")?.Status ?? "Unknown";
        if (health.Doubt(node, _context.Options, now) is { } conditions)
        {
            var doubted = node.Clone();
            doubted.Status.Conditions = conditions;
            await _client.UpdateAsync(doubted, "status", cancellation);
            readiness = "Unknown";
        }

        var before = _readiness.GetValueOrDefault(name, "True");
        if (readiness != "True" && before == "True")
        {
            if (_readiness.ContainsKey(name)) Tell(name, node.Metadata.Uid, "NodeNotReady", $"Node {name} status is now: NodeNotReady");
            foreach (var pod in PodsOnNodes.On(_pods, name)) await MarkNotReadyAsync(pod, cancellation);
        }

        _readiness[name] = readiness;
    }

    private async Task MarkNotReadyAsync(Pod pod, CancellationToken cancellation)
    {
        if (!PodStates.IsReady(pod)) return;
        JsonObject condition = new()
        {
            ["type"] = "Ready",
            ["status"] = "False",
            ["lastTransitionTime"] = KubeTime.Format(_context.Environment.Now),
        };
        JsonValue patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid },
            ["status"] = new JsonObject { ["conditions"] = new JsonArray([condition]) },
        };
        try
        {
            await _client.PatchAsync<Pod>(
                pod.Metadata.Namespace, pod.Metadata.Name, Patch.Strategic(Encoding.UTF8.GetString(patch.Encode())), "status", cancellation);
            _recorder.Event(pod, "Warning", "NodeNotReady", "Node is not ready");
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another pod of its name.
        }
    }

    private async Task EvictAsync(IReadOnlyCollection<Node> nodes, CancellationToken cancellation)
    {
        var zones = nodes.GroupBy(static n => n.Metadata.Labels.GetValueOrDefault(ZoneLabel, "")).ToArray();
        var states = zones.ToDictionary(static z => z.Key, z =>
        {
            var ready = z.Count(n => Readiness(n) == "True");
            return ZoneDisruption.Judge(ready, z.Count() - ready);
        });
        var allDisrupted = states.Count > 0 && states.Values.All(static s => s == ZoneState.FullDisruption);
        foreach (var zone in zones)
        {
            var rate = ZoneDisruption.Rate(states[zone.Key], zone.Count(), allDisrupted, _context.Options.NodeEvictionRate);
            foreach (var node in zone)
            {
                // Where all is silent nobody is driven away: taints that are there go, too.
                var readiness = allDisrupted ? "True" : Readiness(node);
                if (NodeTaints.WithNoExecute(node, readiness, _context.Environment.Now) is null) continue;
                if (readiness != "True" && !IsTainted(node) && !MayEvict(zone.Key, rate)) continue;
                await ChangeTaintsAsync(node.Metadata.Name, (n, now) => NodeTaints.WithNoExecute(n, readiness, now), cancellation);
            }
        }
    }

    private string Readiness(Node node) => _readiness.GetValueOrDefault(node.Metadata.Name, "Unknown");

    // A node that changes from one of the taints to the other is being left already.
    private static bool IsTainted(Node node) =>
        node.Spec.Taints.Any(static t => t.Effect == "NoExecute" && t.Key is "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable");

    private bool MayEvict(string zone, double rate)
    {
        var now = _context.Environment.Now;
        if (rate <= 0 || _nextEviction.GetValueOrDefault(zone) > now) return false;
        _nextEviction[zone] = now + TimeSpan.FromSeconds(1 / rate);
        return true;
    }

    private async Task ChangeTaintsAsync(string name, Func<Node, DateTimeOffset, KubeList<Taint>?> change, CancellationToken cancellation)
    {
        try
        {
            await RetryOnConflict.RunAsync(
                _context.Environment,
                async stop =>
                {
                    var node = await _client.GetAsync<Node>("", name, stop);
                    if (change(node, _context.Environment.Now) is not { } taints) return node;
                    node.Spec.Taints = taints;
                    return await _client.UpdateAsync(node, "", stop);
                },
                cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // The node is gone.
        }
    }

    private void Tell(string node, string uid, string reason, string message) =>
        _recorder.Event(new ObjectReference { ApiVersion = "v1", Kind = "Node", Name = node, Uid = uid }, "Normal", reason, message);
}
