using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Probes;

/// <summary>The probes of one pod: a loop for each probe of each running container, and what they found.</summary>
/// <param name="services">Who asks, by which clock.</param>
/// <param name="changed">Called when what holds for a container has changed.</param>
internal sealed partial class PodProbes(PodWorkerServices services, Action changed) : IProbeResults, IDisposable
{
    private const int TriesAProbe = 3; // when the probe itself cannot be made
    private readonly Lock _lock = new();
    private readonly Dictionary<(string ContainerId, ProbeKind Kind), ProbeLoop> _loops = [];

    public ProbeResult? Liveness(string containerId) => ResultOf(containerId, ProbeKind.Liveness);

    public ProbeResult? Readiness(string containerId) => ResultOf(containerId, ProbeKind.Readiness);

    public ProbeResult? Startup(string containerId) => ResultOf(containerId, ProbeKind.Startup);

    /// <summary>Starts the probes of containers that run by now, and ends those of containers that do not.</summary>
    public void Follow(Pod pod, RuntimePod runtime)
    {
        HashSet<string> running = new(StringComparer.Ordinal);
        foreach (var container in PodContainers.All(pod))
        {
            if (runtime.FindContainer(container.Name) is not { State: RuntimeState.Running } current) continue;
            running.Add(current.Id);
            Ensure(pod, container, current, runtime, container.StartupProbe, ProbeKind.Startup);
            Ensure(pod, container, current, runtime, container.LivenessProbe, ProbeKind.Liveness);
            Ensure(pod, container, current, runtime, container.ReadinessProbe, ProbeKind.Readiness);
        }

        End(key => !running.Contains(key.ContainerId));
    }

    /// <summary>A pod that ends is not restarted: only readiness is asked on.</summary>
    public void EndRestarting() => End(static key => key.Kind != ProbeKind.Readiness);

    public void Dispose() => End(static _ => true);

    private ProbeResult? ResultOf(string containerId, ProbeKind kind)
    {
        lock (_lock) return _loops.TryGetValue((containerId, kind), out var loop) ? loop.State.Result : null;
    }

    private void Ensure(Pod pod, Container container, RuntimeContainer current, RuntimePod runtime, Probe? probe, ProbeKind kind)
    {
        if (probe is null) return;
        var ip = PodContainers.IsHostNetwork(pod)
            ? services.Node.Addresses is [var node, ..] ? node : ""
            : runtime.Ips is [var own, ..] ? own : "";
        ProbeLoop loop;
        lock (_lock)
        {
            if (_loops.ContainsKey((current.Id, kind))) return;
            loop = new(new(pod, container, current, ip, probe, kind));
            _loops.Add((current.Id, kind), loop);
        }

        _ = services.Environment.Run(() => RunAsync(loop));
    }

    private void End(Func<(string ContainerId, ProbeKind Kind), bool> which)
    {
        List<ProbeLoop> ended = [];
        lock (_lock)
        {
            foreach (var (key, loop) in _loops.Where(entry => which(entry.Key)).ToList())
            {
                _loops.Remove(key);
                ended.Add(loop);
            }
        }

        foreach (var loop in ended) loop.Dispose();
    }

    /// <summary>The life of one probe, from its container's start to its end.</summary>
    private async Task RunAsync(ProbeLoop loop)
    {
        var (probe, target) = (loop.Target.Probe, loop.Target);
        var stop = loop.Stopped;
        try
        {
            // 1. The container has its time to come up, counted from its start: a restarted kubelet does not give it again.
            var started = target.Running.StartedAt ?? services.Environment.Now;
            var wait = started + TimeSpan.FromSeconds(probe.InitialDelaySeconds) - services.Environment.Now;
            if (wait > TimeSpan.Zero) await services.Environment.Delay(wait, stop);

            // 2. While the startup probe has not succeeded, the others wait for it.
            if (target.Kind != ProbeKind.Startup && !await ProbeLoop.HasStartedAsync(StartupOf(target.Running.Id), stop)) return;

            // 3. Ask, period by period, until the container has had enough (or the pod ends).
            while (!stop.IsCancellationRequested)
            {
                var answer = await AskAsync(target, stop);
                if (answer.Result != ProbeResult.Unknown && loop.State.Add(answer.Result))
                {
                    if (target.Kind == ProbeKind.Startup) loop.Decided.TrySetResult();
                    changed();
                    if (IsOver(target.Kind, loop.State.Result)) return;
                }

                await services.Environment.Delay(TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds)), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the container is gone
        }
    }

    /// <summary>A container that has come up, or that is about to be killed, is not asked again.</summary>
    private static bool IsOver(ProbeKind kind, ProbeResult result) =>
        kind == ProbeKind.Startup || (kind == ProbeKind.Liveness && result == ProbeResult.Failure);

    private async Task<ProbeAnswer> AskAsync(ProbeTarget target, CancellationToken cancellation)
    {
        ProbeAnswer answer = new(ProbeResult.Unknown, "");
        for (var i = 0; i < TriesAProbe && answer.Result == ProbeResult.Unknown; i++)
            answer = await services.Prober.ProbeAsync(target, cancellation);
        if (answer.Result == ProbeResult.Success) return answer;

        var how = answer.Result == ProbeResult.Failure ? "failed" : "errored and resulted in unknown state";
        services.Events.Warning(target.Pod, "Unhealthy", $"{target.Kind} probe {how}: {answer.Output}", target.Container.Name);
        ProbeFailed(services.Logger, target.Kind, PodNames.Format(target.Pod), target.Container.Name, answer.Output);
        return answer;
    }

    private ProbeLoop? StartupOf(string containerId)
    {
        lock (_lock) return _loops.GetValueOrDefault((containerId, ProbeKind.Startup));
    }

    [LoggerMessage(LogLevel.Debug, "{Kind} probe of {Pod} container {Container} failed: {Output}")]
    private static partial void ProbeFailed(ILogger logger, ProbeKind kind, string pod, string container, string output);
}
