using System.Diagnostics;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Each client changes its own ConfigMap by a merge patch.</summary>
internal static class PatchConfigMaps
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await OwnConfigMaps.EnsureAsync(arena);
        var result = await ClosedLoop.RunAsync(arena, arena.Options.Clients, RequestTemplate.MergePatch, arena.ConfigMaps, client =>
        {
            var path = OwnConfigMaps.PathOf(arena, client);
            var body = Bodies.SentPatch();
            return (connection, call, _) => connection.SendAsync(call, RequestTemplate.MergePatch, path, body.With(Stopwatch.GetTimestamp()));
        });
        return [new("patch ConfigMaps", result.PerSecond, "/s"), new("patch ConfigMaps: p99", result.Milliseconds.Percentile(99), "ms"), .. result.Allocated("patch ConfigMaps")];
    }
}
