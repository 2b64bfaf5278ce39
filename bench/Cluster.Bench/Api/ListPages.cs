using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A few clients list many Pods page by page, over and over, as kubectl does.</summary>
internal static class ListPages
{
    private const int PageLength = 500;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await Creation.EnsurePodsAsync(arena);
        var first = Encoding.ASCII.GetBytes($"{arena.Pods}?limit={PageLength}");
        var result = await ClosedLoop.RunAsync<PageCall>(
            arena, arena.Options.Lists, RequestTemplate.Get, arena.Pods,
            _ => (connection, call, _) =>
            {
                // Where the page before ended; from the beginning after the last.
                var path = call.Continue is { Length: > 0 } token
                    ? Encoding.ASCII.GetBytes($"{arena.Pods}?limit={PageLength}&continue={Uri.EscapeDataString(token)}")
                    : first;
                return connection.SendAsync(call, RequestTemplate.Get, path, default);
            });
        var name = $"list {arena.Options.Pods:n0} Pods by {PageLength}";
        return
        [
            new(name, result.BytesPerSecond / 1e6, "MB/s"), new($"{name}: pages", result.PerSecond, "/s"),
            new($"{name}: page, median", result.Milliseconds.Median, "ms"),
        ];
    }
}
