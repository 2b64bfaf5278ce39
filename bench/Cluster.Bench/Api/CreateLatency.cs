using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>One client that creates ConfigMaps, one after the other: how long each takes.</summary>
internal static class CreateLatency
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        var path = Encoding.ASCII.GetBytes(arena.ConfigMaps);
        var body = Bodies.ConfigMap();
        var result = await ClosedLoop.RunAsync(
            arena, 1, RequestTemplate.Post, arena.ConfigMaps,
            _ => (connection, call, turn) => connection.SendAsync(call, RequestTemplate.Post, path, body.With(turn)));
        await arena.ClearAsync(arena.ConfigMaps);
        return
        [
            new("create a ConfigMap, one client: median", result.Milliseconds.Median, "ms"),
            new("create a ConfigMap, one client: p99", result.Milliseconds.Percentile(99), "ms"),
        ];
    }
}
