using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.ControllerManager;
using Kybernet.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kybernet.Cluster;

/// <summary>
/// Components that run beside an API server in its process. Each calls the API under its own identity, so that it is
/// authorized and audited as if it ran alone.
/// </summary>
/// <param name="server">The API server; it has to have started.</param>
/// <param name="environment">Clock, chance and scheduler of all of them.</param>
/// <param name="loggers">Makes loggers.</param>
public sealed class ClusterComponents(KubeApiServer server, ExecutionEnvironment environment, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly TaskCompletionSource _failed = new();

    /// <summary>Fails when one of them fails: the cluster is not whole any more. Never completes otherwise.</summary>
    public Task Failed => _failed.Task;

    /// <summary>What stands between a caller and the API: tests put disturbances there. Null: nothing does.</summary>
    public Func<UserInfo, IKubeTransport, IKubeTransport>? Between { get; init; }

    /// <summary>The API as somebody.</summary>
    public IKubeClient ClientFor(UserInfo user)
    {
        var transport = server.CreateTransport(user);
        return new KubeClient(Between is null ? transport : Between(user, transport));
    }

    /// <summary>Starts the controllers.</summary>
    /// <param name="authorityPem">The certificate that pods are to trust; empty: none is published.</param>
    public void StartControllers(string authorityPem = "") => Run(stop => RunControllersAsync(authorityPem, stop));

    /// <summary>Starts the scheduler.</summary>
    public void StartScheduler() => Run(RunSchedulerAsync);

    /// <summary>
    /// Starts controllers and scheduler where other servers on the same store have theirs: each works while this process holds its lease,
    /// and runs for it again when it has lost it.
    /// </summary>
    /// <param name="authorityPem">The certificate that pods are to trust; empty: none is published.</param>
    public void StartElected(string authorityPem = "")
    {
        Run(stop => RunElectedAsync("kube-controller-manager", Identities.ControllerManager, leading => RunControllersAsync(authorityPem, leading), stop));
        Run(stop => RunElectedAsync("kube-scheduler", Identities.Scheduler, RunSchedulerAsync, stop));
    }

    /// <summary>Runs a component until all are stopped. One that fails is told by <see cref="DisposeAsync"/>.</summary>
    public void Run(Func<CancellationToken, Task> component) => Run(component, CancellationToken.None);

    /// <summary>The same, but this one may be stopped before: the task says when it has.</summary>
    public Task Run(Func<CancellationToken, Task> component, CancellationToken stopThis)
    {
        var running = environment.Run(async () =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, stopThis);
            try
            {
                await component(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Asked to stop, and stopped.
            }
            catch (Exception e)
            {
                _failed.TrySetException(e);
                throw;
            }
        }, CancellationToken.None);
        _running.Add(running);
        return running;
    }

    private Task RunControllersAsync(string authorityPem, CancellationToken stop)
    {
        KubeControllerManager controllers = new(
            ClientFor(Identities.ControllerManager), name => ClientFor(Identities.Controller(name)), environment, loggers,
            new ControllerManagerOptions { RootCertificateAuthorityPem = authorityPem });
        return controllers.RunAsync(stop);
    }

    private async Task RunSchedulerAsync(CancellationToken stop)
    {
        var client = ClientFor(Identities.Scheduler);
        await using KubeScheduler scheduler = new(
            client, new InformerFactory(client.Transport, environment, loggers), environment, loggers, host: Environment.MachineName);
        await scheduler.RunAsync(stop);
    }

    private async Task RunElectedAsync(string name, UserInfo user, Func<CancellationToken, Task> work, CancellationToken stop)
    {
        var client = ClientFor(user);
        var logger = loggers.CreateLogger<LeaderElector>();
        LeaderElectorOptions options = new()
        {
            Namespace = "kube-system", Name = name, Identity = $"{Environment.MachineName}_{environment.Random.NextUid()}", ReleaseOnCancel = true,
        };
        await using EventRecorder recorder = new(client, environment, name, "", logger);
        while (!stop.IsCancellationRequested) await new LeaderElector(client, options, environment, recorder, logger).RunAsync(work, stop);
    }

    /// <summary>Stops them all and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        // Not CancelAsync: that would leave the scheduler that we were given.
        _stopping.Cancel();
        await Task.WhenAll(_running);
    }
}
