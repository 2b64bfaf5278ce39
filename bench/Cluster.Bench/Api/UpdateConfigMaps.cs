using System.Diagnostics;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Each client replaces its own ConfigMap.</summary>
internal static class UpdateConfigMaps
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await OwnConfigMaps.EnsureAsync(arena);
        var result = await ClosedLoop.RunAsync(arena, arena.Options.Clients, RequestTemplate.Put, arena.ConfigMaps, client =>
        {
            var path = OwnConfigMaps.PathOf(arena, client);
            var body = Bodies.SentConfigMap(client);
            return (connection, call, _) => connection.SendAsync(call, RequestTemplate.Put, path, body.With(Stopwatch.GetTimestamp()));
        });
        return [new("update ConfigMaps", result.PerSecond, "/s"), new("update ConfigMaps: p99", result.Milliseconds.Percentile(99), "ms"), .. result.Allocated("update ConfigMaps")];
    }
}
