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

    /// <summary>The API as somebody.</summary>
    public IKubeClient ClientFor(UserInfo user) => new KubeClient(server.CreateTransport(user));

    /// <summary>Starts the controllers.</summary>
    /// <param name="authorityPem">The certificate that pods are to trust; empty: none is published.</param>
    public void StartControllers(string authorityPem = "")
    {
        KubeControllerManager controllers = new(
            ClientFor(Identities.ControllerManager), name => ClientFor(Identities.Controller(name)), environment, loggers,
            new ControllerManagerOptions { RootCertificateAuthorityPem = authorityPem });
        Run(controllers.RunAsync);
    }

    /// <summary>Starts the scheduler.</summary>
    public void StartScheduler()
    {
        var client = ClientFor(Identities.Scheduler);
        Run(async cancellation =>
        {
            await using KubeScheduler scheduler = new(client, new InformerFactory(client.Transport, environment, loggers), environment, loggers);
            await scheduler.RunAsync(cancellation);
        });
    }

    /// <summary>Runs a component until all are stopped. One that fails is told by <see cref="DisposeAsync"/>.</summary>
    public void Run(Func<CancellationToken, Task> component) => _running.Add(environment.Run(async () =>
    {
        try
        {
            await component(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Asked to stop, and stopped.
        }
        catch (Exception e)
        {
            _failed.TrySetException(e);
            throw;
        }
    }));

    /// <summary>Stops them all and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        // Not CancelAsync: that would leave the scheduler that we were given.
        _stopping.Cancel();
        await Task.WhenAll(_running);
    }
}
