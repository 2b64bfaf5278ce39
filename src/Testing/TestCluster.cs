using Kybernet.Api.Core.V1;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster;
using Kybernet.Storage;

namespace Kybernet.Testing;

/// <summary>
/// A whole Kubernetes cluster in the process of a test: API server over a store in memory, controllers, scheduler, and
/// nodes whose pods only pretend. Starts in well under a second, touches nothing of the machine and leaves nothing behind.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    private readonly ExecutionEnvironment _environment;
    private readonly KubeApiServer _server;
    private readonly ClusterComponents _components;
    private readonly HttpsAccess? _https;
    private readonly StoreChanges _changes;

    private TestCluster(TestClusterOptions options, ExecutionEnvironment environment)
    {
        _environment = environment;
        _https = options.Https ? HttpsAccess.Create(environment.Time) : null;
        Store = MemoryStore.Create(environment, inline: true);
        _changes = new StoreChanges(Store, environment.Time);
        KubeApiServerOptions server = new() { Environment = environment, Store = Store, Loggers = options.Loggers, Audit = options.Audit };
        _server = new KubeApiServer(_https?.Apply(server) ?? server);
        _components = new ClusterComponents(_server, environment, options.Loggers) { Between = options.Between };
        Nodes = new TestNodes(_components, environment, options);
    }

    /// <summary>The API as an administrator.</summary>
    public IKubeClient Client => _components.ClientFor(Identities.Admin);

    /// <summary>The nodes: they can be stopped, started again, and more can be added.</summary>
    public TestNodes Nodes { get; }

    /// <summary>How an administrator reaches the API over HTTPS, all certificates embedded.</summary>
    /// <exception cref="InvalidOperationException">The cluster was not started with <see cref="TestClusterOptions.Https"/>.</exception>
    public Kubeconfig Kubeconfig => (_https ?? throw new InvalidOperationException(
        $"the cluster serves no HTTPS: start it with {nameof(TestClusterOptions)}.{nameof(TestClusterOptions.Https)}"))
        .KubeconfigFor(_server.EndPoints[0].Port);

    /// <summary>What holds the cluster's state.</summary>
    internal IObservableStore Store { get; }

    /// <summary>The API as somebody else: what they may do is up to RBAC.</summary>
    public IKubeClient ClientFor(UserInfo user) => _components.ClientFor(user);

    /// <summary>Starts a cluster. When it returns the API answers and the nodes are ready.</summary>
    /// <param name="options">What it is made of; null: one node, and everything that runs in a cluster.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<TestCluster> StartAsync(TestClusterOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new TestClusterOptions();
        TestCluster cluster = new(options, options.Environment ?? ExecutionEnvironment.System());
        try
        {
            await cluster.StartComponentsAsync(options, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until something holds. Looks again whenever something in the cluster has changed, and every second by the cluster's
    /// clock.
    /// </summary>
    /// <exception cref="TimeoutException">It does not hold within <paramref name="limit"/> (30 s by the cluster's clock if not said).</exception>
    public async Task WaitAsync(Func<Task<bool>> holds, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        var end = _environment.Now + (limit ?? DefaultLimit);
        using var change = _changes.Subscribe();
        while (!await holds())
        {
            if (_environment.Now >= end) throw new TimeoutException("what was waited for did not come about");
            await change.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits until so many nodes are ready.</summary>
    /// <exception cref="TimeoutException">They are not within 30 s.</exception>
    public Task WaitForNodesAsync(int count, CancellationToken cancellation = default) => WaitAsync(
        async () =>
        {
            var nodes = await Client.ListAsync<Node>(cancellation: cancellation);
            return nodes.Items.Count(n => n.Status.Conditions.Any(static c => c.Type == "Ready" && c.Status == "True")) >= count;
        },
        cancellation: cancellation);

    /// <summary>Stops everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _components.DisposeAsync();
        await _server.DisposeAsync();
        _changes.Dispose();
        await Store.DisposeAsync();
        _https?.Dispose();
    }

    private async Task StartComponentsAsync(TestClusterOptions options, CancellationToken cancellation)
    {
        await _server.StartAsync(cancellation);
        await NodeRole.EnsureAsync(Client, cancellation);
        if (options.Controllers) _components.StartControllers(_https?.AuthorityPem ?? "");
        if (options.Scheduler) _components.StartScheduler();
        for (var i = 0; i < options.Nodes; i++) Nodes.Add();
        await WaitForNodesAsync(options.Nodes, cancellation);
    }
}
