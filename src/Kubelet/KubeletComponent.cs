using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Node;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Status;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>
/// The kubelet: makes the machine a node of the cluster, and runs the pods that are bound to it. Made by
/// <see cref="HollowKubelet"/> or <c>LinuxKubelet</c>.
/// </summary>
public sealed partial class KubeletComponent
{
    private readonly KubeletOptions _options;
    private readonly KubeletParts _parts;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal KubeletComponent(KubeletOptions options, KubeletParts parts)
    {
        (_options, _parts) = (options, parts);
        _logger = parts.Loggers.CreateLogger<KubeletComponent>();
    }

    /// <summary>The node's name.</summary>
    public string NodeName => _options.NodeName;

    /// <summary>Completes when the node is registered, its pods are looked after and its services are there.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs until cancelled. Containers go on running then; the next run takes them over.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task> running = [];
        try
        {
            await RunAsync(running, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // stopping
        }
        finally
        {
            stop.Cancel(); // CancelAsync would leave the scheduler that we were given
            await Task.WhenAll(running);
            if (_parts.Events is IAsyncDisposable events) await events.DisposeAsync();
            _ready.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task RunAsync(List<Task> running, CancellationToken stop)
    {
        // 1. Its parts.
        var environment = _parts.Environment;
        NodeEvents nodeEvents = new(_options.NodeName, _parts.Events);
        StatusWriter status = new(_parts.Client, environment, _logger);
        status.StopOn(stop);
        PodWorkers workers = new(
            new()
            {
                Environment = environment,
                Runtime = _parts.Runtime,
                Host = _parts.Host,
                Images = _parts.Images,
                Hooks = _parts.Hooks,
                Prober = _parts.Prober,
                Status = status,
                Events = _parts.Events,
                Node = _parts.Readiness,
                Logger = _logger,
                SyncFrequency = _options.SyncFrequency,
                CrashLoopBackoff = (TimeSpan.FromSeconds(10), _options.MaxContainerRestartPeriod),
            },
            new NodeAdmission(_options, _parts.Machine.Capacity),
            stop);

        // 2. The node: without it nothing is bound to us.
        nodeEvents.TellStart();
        NodeReporter reporter = new(
            _options, _parts.Client, _parts.Runtime, _parts.ImageService, _parts.Machine, _parts.Readiness, nodeEvents, environment, _logger);
        var node = await reporter.RegisterAsync(stop);
        running.Add(environment.Run(() => reporter.RunAsync(stop), CancellationToken.None));
        running.Add(environment.Run(
            () => new NodeLease(_options, _parts.Client, environment, _logger).RunAsync(() => reporter.NodeUid, stop), CancellationToken.None));
        if ((_options.PodCidr ?? node.Spec.PodCIDR) is { Length: > 0 } cidr) await _parts.Runtime.SetPodCidrAsync(cidr, stop);

        // 3. Its pods, in the order in which they were made: the first ones get the room.
        var pods = _parts.Informers.For<Pod>("", new ListFilter(FieldSelector: $"spec.nodeName={_options.NodeName}"));
        _parts.Informers.Start(stop);
        await _parts.Informers.WaitForSyncAsync(stop);
        if (_parts.Prepare is { } prepare) await prepare(pods.List(), stop);
        foreach (var pod in pods.List().OrderBy(static p => p.Metadata.CreationTimestamp).ThenBy(static p => p.Metadata.Uid, StringComparer.Ordinal))
            workers.OnPod(pod);
        pods.AddHandler(new InformerHandler<Pod>
        {
            Added = workers.OnPod,
            Updated = (_, pod) => workers.OnPod(pod),
            Deleted = workers.OnPodGone,
        });

        // 4. What the runtime has, from now on; what it has that the API does not comes to its end.
        RuntimeRelist relist = new(_parts.Runtime, workers, environment, _logger);
        running.Add(environment.Run(() => relist.RunAsync(_options.RelistPeriod, stop), CancellationToken.None));
        foreach (var create in _parts.Services)
        {
            var service = create(workers);
            await service.StartAsync(stop);
            running.Add(environment.Run(() => service.RunAsync(stop), CancellationToken.None));
        }

        _ready.TrySetResult();
        LogReady(_options.NodeName);

        await Task.Delay(Timeout.InfiniteTimeSpan, environment.Time, stop);
    }

    [LoggerMessage(LogLevel.Information, "The kubelet of node {Node} looks after its pods")]
    private partial void LogReady(string node);
}
