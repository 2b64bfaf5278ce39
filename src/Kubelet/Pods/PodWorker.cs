using Kybernet.Base;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>
/// Looks after one pod from its arrival to the removal of its last trace. It compares what is wanted with what the runtime has,
/// acts, and looks again; it holds no state that it could not find again in the runtime and the API. The stages:
/// <list type="number">
/// <item>Running: bring the runtime to what the spec wants (<c>PodWorker.Run.cs</c>).</item>
/// <item>Ending: kill what runs (<c>PodWorker.End.cs</c>).</item>
/// <item>Ended: give back what the pod held; its containers stay for their logs.</item>
/// <item>Removed: nothing is left.</item>
/// </list>
/// </summary>
internal sealed partial class PodWorker : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(15);

    private readonly PodWorkerServices _services;
    private readonly WakeSignal _wake;
    private readonly PodProbes _probes;
    private readonly ContainerKiller _killer;
    private readonly ContainerStarter _starter;
    private readonly Dictionary<string, StartFailure> _startFailures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lastWords = new(StringComparer.Ordinal);
    private readonly ExponentialBackoff _retry = new(FirstRetry, LastRetry);
    private Stage _stage = Stage.Running;

    // Told from outside, by other threads.
    private readonly Lock _told = new();
    private CancellationTokenSource _step = new();
    private Pod? _pod;
    private bool _gone;
    private (string Reason, string Message)? _failedBecause;
    private TimeSpan? _graceGiven;

    /// <param name="services">What all workers share.</param>
    /// <param name="uid">The pod's uid.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="pod">What is wanted; null for a pod that the runtime has and the API does not.</param>
    public PodWorker(PodWorkerServices services, string uid, string ns, string name, Pod? pod)
    {
        (_services, Uid, Namespace, Name, _pod) = (services, uid, ns, name, pod);
        _gone = pod is null;
        _wake = new(services.Environment.Time);
        _probes = new(services, _wake.Set);
        _killer = new(services);
        _starter = new(services, new(services.CrashLoopBackoff.Initial, services.CrashLoopBackoff.Max));
    }

    private enum Stage
    {
        Running,
        Ending,
        Ended,
    }

    /// <summary>The pod's uid.</summary>
    public string Uid { get; }

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; }

    /// <summary>The pod's name.</summary>
    public string Name { get; }

    /// <summary>What is wanted, as the API said last; null for a pod that only the runtime knows.</summary>
    public Pod? Pod
    {
        get
        {
            lock (_told) return _pod;
        }
    }

    /// <summary>Whether it has ended: it takes nothing from the node any more.</summary>
    public bool HasEnded { get; private set; }

    private DateTimeOffset Now => _services.Environment.Now;

    /// <summary>The API has a newer version of the pod.</summary>
    public void Update(Pod pod)
    {
        lock (_told)
        {
            _pod = pod;
            InterruptIfEndingSooner();
        }

        _wake.Set();
    }

    /// <summary>The API has it no longer: whatever still runs ends, and nothing stays.</summary>
    public void Remove()
    {
        lock (_told)
        {
            _gone = true;
            InterruptIfEndingSooner();
        }

        _wake.Set();
    }

    /// <summary>Ends the pod for the kubelet's own reasons (eviction): it fails with this reason and message.</summary>
    public void Fail(string reason, string message)
    {
        lock (_told)
        {
            _failedBecause ??= (reason, message);
            InterruptIfEndingSooner();
        }

        _wake.Set();
    }

    /// <summary>Something may have happened: look.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Runs until nothing of the pod is left, or until <paramref name="stop"/>, which leaves everything as it is.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            TimeSpan next;
            var step = BeginStep(stop);
            try
            {
                if (await StepAsync(step.Token) is not { } wait) return;
                next = wait;
                _retry.Reset("");
            }
            catch (OperationCanceledException) when (step.IsCancellationRequested)
            {
                if (stop.IsCancellationRequested) return;
                continue; // it has to end, or to end sooner: look again
            }
            catch (Exception e)
            {
                _retry.Next("", Now, Now);
                next = _retry.DelayOf("");
                TellFailure(e);
            }

            if (next <= TimeSpan.Zero && next != Timeout.InfiniteTimeSpan) continue;
            try
            {
                await _wake.WaitAsync(next, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _probes.Dispose();
        _wake.Dispose();
        _step.Dispose();
    }

    /// <summary>One look at the pod, and what follows from it; returns when to look again, null when nothing is left.</summary>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellation)
    {
        if (_stage == Stage.Running && Cause() == PodEndCause.None) return await RunStepAsync(cancellation);
        if (_stage == Stage.Running) _stage = Stage.Ending;
        if (_stage == Stage.Ending) await EndStepAsync(cancellation);
        return await EndedStepAsync(cancellation);
    }

    /// <summary>Why it has to end, if it does.</summary>
    private PodEndCause Cause()
    {
        lock (_told)
        {
            if (_gone) return PodEndCause.Gone;
            if (_pod!.Metadata.DeletionTimestamp is not null) return PodEndCause.Deleted;
            if (_failedBecause is not null) return PodEndCause.Failed;
            return PodContainers.IsTerminalPhase(_pod.Status.Phase) ? PodEndCause.Completed : PodEndCause.None;
        }
    }

    private CancellationTokenSource BeginStep(CancellationToken stop)
    {
        var step = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_told)
        {
            _step.Dispose();
            _step = step;
            _graceGiven = _stage == Stage.Running && Cause() == PodEndCause.None ? null : Grace();
        }

        return step;
    }

    /// <summary>A pull or a hook must not hold up the end of its pod, nor a long grace period a shorter one.</summary>
    private void InterruptIfEndingSooner()
    {
        if (Cause() == PodEndCause.None || (_graceGiven is { } given && Grace() >= given)) return;
        _step.Cancel();
    }

    /// <summary>How long containers may take to end, by the API's latest word.</summary>
    private TimeSpan Grace()
    {
        lock (_told)
        {
            var seconds = _pod?.Metadata.DeletionGracePeriodSeconds ?? _pod?.Spec.TerminationGracePeriodSeconds ?? 0;
            if (_gone && _pod?.Metadata.DeletionTimestamp is null) seconds = _pod?.Spec.TerminationGracePeriodSeconds ?? 0;
            return TimeSpan.FromSeconds(Math.Max(1, seconds));
        }
    }

    /// <summary>What the runtime has of it now, last words included.</summary>
    private async Task<RuntimePod> ObserveAsync(CancellationToken cancellation)
    {
        var runtime = await _services.Runtime.GetPodAsync(Uid, Namespace, Name, cancellation);
        if (runtime.Containers.Count == 0) return runtime;
        List<RuntimeContainer> containers = new(runtime.Containers.Count);
        foreach (var container in runtime.Containers)
        {
            if (container.State != RuntimeState.Exited)
            {
                containers.Add(container);
                continue;
            }

            if (!_lastWords.TryGetValue(container.Id, out var words))
            {
                words = await _services.Host.ReadTerminationMessageAsync(container, cancellation);
                _lastWords.Add(container.Id, words);
            }

            containers.Add(words.Length == 0 ? container : container with { Message = words });
        }

        return runtime with { Containers = containers };
    }

    private void TellFailure(Exception e)
    {
        StepFailed(_services.Logger, PodNames.Format(Name, Namespace, Uid), _stage, e);
        if (e is PodSetupException || Pod is not { } pod) return; // events about the parts told it already
        _services.Events.Warning(pod, _stage == Stage.Running ? "FailedSync" : "FailedKillPod", _stage == Stage.Running
            ? $"error determining status: {e.Message}"
            : $"error killing pod: {e.Message}");
    }
}
