using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.PodGc;

/// <summary>
/// Removes, every 20 seconds, pods that nobody else will: those that have ended when there are too many, those whose node is
/// gone, those that are to go and never had a node or have one that is out of service.
/// </summary>
internal sealed class PodGarbageCollector : IController
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    // A node that has only just gone may come back, or our cache of nodes may be behind that of pods.
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);

    private readonly ControllerContext _context;
    private readonly IKubeClient _client;
    private readonly SharedInformer<Pod> _pods;
    private readonly SharedInformer<Node> _nodes;
    private readonly Dictionary<string, DateTimeOffset> _missing = new(StringComparer.Ordinal);

    public PodGarbageCollector(ControllerContext context)
    {
        _context = context;
        _client = context.ClientFor("pod-garbage-collector");
        _pods = context.Informers.For<Pod>();
        _nodes = context.Informers.For<Node>();
    }

    public string Name => "pod-garbage-collector-controller";

    public Task RunAsync(CancellationToken cancellation) =>
        new Periodic(Name, Period, _context.Environment, _context.LoggerFor(Name)).RunAsync(CollectAsync, cancellation);

    private async Task CollectAsync(CancellationToken cancellation)
    {
        var pods = _pods.List();
        if (_context.Options.TerminatedPodGcThreshold > 0)
        {
            foreach (var pod in PodGcDecision.Terminated(pods, _context.Options.TerminatedPodGcThreshold)) await DeleteAsync(pod, cancellation);
        }

        foreach (var pod in PodGcDecision.OutOfServiceTerminating(pods, name => _nodes.Get("", name)))
        {
            await FailAndDeleteAsync(pod, "DeletionByPodGC", "PodGC: node is out of service", cancellation);
        }

        foreach (var pod in await OrphansAsync(pods, cancellation))
        {
            await FailAndDeleteAsync(pod, "DeletionByPodGC", "PodGC: node no longer exists", cancellation);
        }

        foreach (var pod in PodGcDecision.UnscheduledTerminating(pods)) await FailAndDeleteAsync(pod, reason: null, "", cancellation);
    }

    private async Task<IReadOnlyList<Pod>> OrphansAsync(IReadOnlyList<Pod> pods, CancellationToken cancellation)
    {
        var now = _context.Environment.Now;
        var missing = pods.Select(static p => p.Spec.NodeName).Where(n => n.Length > 0 && _nodes.Get("", n) is null).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _missing.Keys.Where(n => !missing.Contains(n)).ToArray()) _missing.Remove(back);
        foreach (var name in missing) _missing.TryAdd(name, now);
        HashSet<string> gone = new(StringComparer.Ordinal);
        foreach (var (name, since) in _missing)
        {
            if (now - since >= Quarantine && await IsGoneAsync(name, cancellation)) gone.Add(name);
        }

        return [.. pods.Where(p => gone.Contains(p.Spec.NodeName))];
    }

    private async Task<bool> IsGoneAsync(string node, CancellationToken cancellation)
    {
        try
        {
            await _client.GetAsync<Node>("", node, cancellation);
            return false;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return true;
        }
    }

    private async Task FailAndDeleteAsync(Pod pod, string? reason, string message, CancellationToken cancellation)
    {
        try
        {
            if (reason is not null) await PodDisruption.MarkAsync(_client, pod, reason, message, fail: true, _context.Environment.Now, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            return;
        }

        await DeleteAsync(pod, cancellation);
    }

    private async Task DeleteAsync(Pod pod, CancellationToken cancellation)
    {
        try
        {
            DeleteOptions atOnce = new() { GracePeriodSeconds = 0, Preconditions = new Api.Meta.V1.Preconditions { Uid = pod.Metadata.Uid } };
            await _client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name, atOnce, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another pod of its name.
        }
    }
}
