using System.Globalization;
using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Hollow;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Testing;

/// <summary>
/// A whole Kubernetes cluster in the process of a test: API server over a store in memory, controllers, scheduler, and
/// nodes whose pods only pretend. Starts in well under a second and leaves nothing behind.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly IObservableStore _store;
    private readonly KubeApiServer _server;
    private readonly ClusterComponents _components;
    private readonly ExecutionEnvironment _environment;

    private TestCluster(IObservableStore store, KubeApiServer server, ClusterComponents components, ExecutionEnvironment environment) =>
        (_store, _server, _components, _environment) = (store, server, components, environment);

    /// <summary>The API as an administrator.</summary>
    public IKubeClient Client => _components.ClientFor(Identities.Admin);

    /// <summary>The API as somebody else.</summary>
    public IKubeClient ClientFor(UserInfo user) => _components.ClientFor(user);

    /// <summary>Starts a cluster. When it returns the API answers; nodes become ready by themselves.</summary>
    public static async Task<TestCluster> StartAsync(TestClusterOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new TestClusterOptions();
        var environment = options.Environment ?? ExecutionEnvironment.System();
        var store = MemoryStore.Create(environment, inline: true);
        KubeApiServer server = new(new KubeApiServerOptions { Environment = environment, Store = store, Loggers = options.Loggers, Audit = options.Audit });
        await server.StartAsync(cancellation);
        ClusterComponents components = new(server, environment, options.Loggers);
        TestCluster cluster = new(store, server, components, environment);
        await NodeRole.EnsureAsync(cluster.Client, cancellation);
        if (options.Controllers) components.StartControllers();
        if (options.Scheduler) components.StartScheduler();
        for (var i = 1; i <= options.Nodes; i++) cluster.StartNode(i, options.Loggers);
        return cluster;
    }

    /// <summary>Waits until something holds, looking again after every 10 ms by the cluster's clock.</summary>
    /// <exception cref="TimeoutException">It does not hold within <paramref name="limit"/> (30 s if not said).</exception>
    public async Task WaitAsync(Func<Task<bool>> holds, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        var end = _environment.Now + (limit ?? TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            if (_environment.Now > end) throw new TimeoutException("what was waited for did not come about");
            await _environment.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }
    }

    /// <summary>Waits until so many nodes are ready.</summary>
    public Task WaitForNodesAsync(int count, CancellationToken cancellation = default) => WaitAsync(
        async () =>
        {
            var nodes = await Client.ListAsync<Node>(cancellation: cancellation);
            return nodes.Items.Count(n => n.Status.Conditions.Any(c => c.Type == "Ready" && c.Status == "True")) >= count;
        },
        cancellation: cancellation);

    /// <summary>Stops everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _components.DisposeAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
    }

    private void StartNode(int number, ILoggerFactory loggers)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{number}");
        HollowNodeOptions node = new()
        {
            NodeName = name,
            NodeIp = new IPAddress([192, 0, 2, (byte)number]),
            PodCidr = string.Create(CultureInfo.InvariantCulture, $"10.244.{number}.0/24"),
        };
        _components.Run(HollowKubelet.Create(node, _components.ClientFor(Identities.Node(name)), _environment, loggers).RunAsync);
    }
}
