using Kybernet.Api.Discovery.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Client.Tests;
using Kybernet.KubeProxy.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using static Kybernet.KubeProxy.Tests.Harness.TestClient;

namespace Kybernet.KubeProxy.Tests.Network;

/// <summary>The whole proxy: from objects in an API to packets.</summary>
public sealed class ProxyOnNodeTests
{
    private const string ClusterIP = "10.96.0.10";

    // One thing at a time: the API in memory is not made for several threads.
    private readonly ExecutionEnvironment _environment = new()
    {
        Time = TimeProvider.System,
        Random = new RandomSource(1),
        Scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
    };

    private readonly FakeTransport _transport = new();

    [NodeFact]
    public async Task Follows_the_api_heals_and_leaves_nothing_behind()
    {
        await using var node = await TestNode.CreateAsync();
        var (a, b) = (await node.AddPodAsync("a"), await node.AddPodAsync("b"));
        WatchedRunner runner = new(node.Runner);
        KubeClient client = new(_transport);
        InformerFactory informers = new(_transport, _environment, NullLoggerFactory.Instance);
        var options = Make.Options with { Network = node.Namespace, SyncPeriod = TimeSpan.FromMilliseconds(200) };
        ProxyServer proxy = new(options, informers, runner, _environment, NullLoggerFactory.Instance);
        using CancellationTokenSource stop = new();

        var first = runner.CarriedOutAsync($"{ClusterIP} . tcp . 80");
        await InOrderAsync(() => client.CreateAsync(Make.Service("web", ClusterIP)));
        var running = _environment.Run(() => proxy.RunAsync(stop.Token), CancellationToken.None);
        await first;
        Assert.Equal(Refused, await AskAsync(a.Namespace, ClusterIP, 80));

        var second = runner.CarriedOutAsync($"dnat to {b.Address}:8080");
        await InOrderAsync(() => client.CreateAsync(Make.Slice("web", Make.Endpoint(b.Address))));
        await second;
        Assert.Equal($"b {a.Address}", await AskAsync(a.Namespace, ClusterIP, 80));

        // Somebody flushes all rules, as restarting a firewall does.
        var healed = runner.CarriedOutAsync($"dnat to {b.Address}:8080");
        await node.RunAsync("nft", "delete", "table", "ip", "kybernet-proxy");
        await healed;
        Assert.Equal($"b {a.Address}", await AskAsync(a.Namespace, ClusterIP, 80));

        var last = runner.CarriedOutAsync("goto reject-chain");
        await InOrderAsync(() => client.DeleteAsync<EndpointSlice>("ns", "web-x"));
        await last;
        Assert.Equal(Refused, await AskAsync(a.Namespace, ClusterIP, 80));

        // Stopping leaves the rules; cleaning up removes them.
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(await node.Nft.TableExistsAsync(Make.Table, CancellationToken.None));
        await proxy.CleanUpAsync(CancellationToken.None);
        await proxy.CleanUpAsync(CancellationToken.None);
        Assert.Equal("table ip kybernet-pods\n", await node.RunAsync("nft", "list", "tables"));
    }

    private Task InOrderAsync(Func<Task> change) => _environment.Run(change);
}
