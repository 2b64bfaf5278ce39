using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A few clients list many Pods, whole, over and over.</summary>
internal static class ListPods
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await Creation.EnsurePodsAsync(arena);
        var path = Encoding.ASCII.GetBytes(arena.Pods);
        var result = await ClosedLoop.RunAsync(
            arena, arena.Options.Lists, RequestTemplate.Get, arena.Pods,
            _ => (connection, call, _) => connection.SendAsync(call, RequestTemplate.Get, path, default));
        var name = $"list {arena.Options.Pods:n0} Pods";
        return [new(name, result.BytesPerSecond / 1e6, "MB/s"), new($"{name}: median", result.Milliseconds.Median, "ms")];
    }
}
