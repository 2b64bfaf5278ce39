using System.Diagnostics;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster.Bench.Api;
using Kybernet.Cluster.Bench.Reports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Cluster.Bench.Start;

/// <summary>From the start of the process until /readyz says yes, and until the nodes are Ready.</summary>
internal static class StartMeasurement
{
    // Knocking costs the machine that starts next to nothing at this pace, and is as exact as the figures need to be.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public static async Task<IReadOnlyList<Figure>> RunAsync(StartOptions options, int times, CancellationToken cancellation)
    {
        if (options.Objects > 0) return await StoredAsync(options, times, cancellation);
        List<double> ready = [];
        List<double> nodes = [];
        for (var i = 0; i < times; i++)
        {
            using var limit = Limited(options, cancellation);
            await using StartPlace place = new(options);
            await using StartedCluster cluster = new(place);
            var config = await ReadyAsync(cluster, limit.Token);
            ready.Add(Stopwatch.GetElapsedTime(cluster.Began).TotalSeconds);
            if (options.Nodes == 0) continue;
            await NodesAsync(config, options.Nodes, limit.Token);
            nodes.Add(Stopwatch.GetElapsedTime(cluster.Began).TotalSeconds);
        }

        var nodesName = options.Nodes == 1 ? "start to node Ready" : $"start to {options.Nodes} nodes Ready";
        return [.. Of("start to /readyz", ready), .. nodes.Count > 0 ? Of(nodesName, nodes) : []];
    }

    private static async Task<IReadOnlyList<Figure>> StoredAsync(StartOptions options, int times, CancellationToken cancellation)
    {
        // 1. A cluster of its own, filled and stopped.
        await using StartPlace place = new(options);
        await using (StartedCluster filled = new(place))
        {
            using var limit = Limited(options, cancellation);
            var arena = await Arena.OpenAsync(await ReadyAsync(filled, limit.Token), ApiOptions.ToFill(options.Objects / 2), limit.Token);
            await Creation.PodsAsync(arena, options.Objects / 2);
            await Creation.ConfigMapsAsync(arena, options.Objects - options.Objects / 2);
            await arena.CloseAsync();
        }

        // 2. Its starts.
        List<double> ready = [];
        for (var i = 0; i < times; i++)
        {
            using var limit = Limited(options, cancellation);
            await using StartedCluster cluster = new(place);
            await ReadyAsync(cluster, limit.Token);
            ready.Add(Stopwatch.GetElapsedTime(cluster.Began).TotalSeconds);
        }

        return [.. Of($"start to /readyz with {options.Objects:n0} objects", ready)];
    }

    private static CancellationTokenSource Limited(StartOptions options, CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Limit);
        return limit;
    }

    private static async Task<ClientConfig> ReadyAsync(StartedCluster cluster, CancellationToken cancellation)
    {
        while (true)
        {
            cluster.RequireRunning();
            if (Config(cluster) is { } config)
            {
                using HttpMessageInvoker http = new(HttpHandlers.Create(config, TimeProvider.System));
                // One connection for as long as it holds.
                while (await IsReadyAsync(http, config, cancellation) is { } isReady)
                {
                    if (isReady) return config;
                    await Task.Delay(Pace, cancellation);
                }
            }

            await Task.Delay(Pace, cancellation);
        }
    }

    private static ClientConfig? Config(StartedCluster cluster)
    {
        try
        {
            return File.Exists(cluster.Kubeconfig) ? Kubeconfig.Load(cluster.Kubeconfig).ToClientConfig() : null;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            // It is being written.
            return null;
        }
    }

    // Null: nobody listens yet.
    private static async Task<bool?> IsReadyAsync(HttpMessageInvoker http, ClientConfig config, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(config.Server, "/readyz"));
            if (config.BearerToken.Length > 0) request.Headers.Authorization = new("Bearer", config.BearerToken);
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task NodesAsync(ClientConfig config, int count, CancellationToken cancellation)
    {
        using HttpsTransport transport = new(config, ExecutionEnvironment.System(), NullLogger.Instance);
        KubeClient client = new(transport);
        var list = await client.ListAsync<Node>(cancellation: cancellation);
        HashSet<string> ready = [.. list.Items.Where(IsReady).Select(n => n.Metadata.Name)];
        if (ready.Count >= count) return;
        await foreach (var change in client.WatchAsync<Node>("", list.ResourceVersion, cancellation: cancellation))
        {
            if (IsReady(change.Object)) ready.Add(change.Object.Metadata.Name);
            if (ready.Count >= count) return;
        }

        throw new IOException("the watch of nodes ended before they were ready");
    }

    private static bool IsReady(Node node) => node.Status.Conditions.Any(c => c.Type == "Ready" && c.Status == "True");

    private static IEnumerable<Figure> Of(string name, IEnumerable<double> seconds)
    {
        Spread spread = new(seconds);
        return [new($"{name}: median", spread.Median, "s"), new($"{name}: min", spread.Min, "s"), new($"{name}: max", spread.Max, "s")];
    }
}
