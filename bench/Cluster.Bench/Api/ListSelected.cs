using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A few clients ask for those few of many Pods that a selector chooses: one of a hundred.</summary>
internal static class ListSelected
{
    public static Task<IReadOnlyList<Figure>> ByLabelAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, "label", "labelSelector=tier%3Dback");

    public static Task<IReadOnlyList<Figure>> ByFieldAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, "field", "fieldSelector=spec.restartPolicy%3DNever");

    private static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, string what, string query)
    {
        await Creation.EnsurePodsAsync(arena);
        var path = Encoding.ASCII.GetBytes($"{arena.Pods}?{query}");
        var result = await ClosedLoop.RunAsync(
            arena, arena.Options.Lists, RequestTemplate.Get, arena.Pods,
            _ => (connection, call, _) => connection.SendAsync(call, RequestTemplate.Get, path, default));
        var chosen = (arena.Options.Pods + Creation.RarePods - 1) / Creation.RarePods;
        var name = $"list {chosen:n0} of {arena.Options.Pods:n0} Pods by {what}";
        return [new(name, result.PerSecond, "/s"), new($"{name}: median", result.Milliseconds.Median, "ms")];
    }
}
