using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients read single Pods, here and there among many.</summary>
internal static class GetPod
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation)
    {
        await Creation.EnsurePodsAsync(arena);
        var result = await ClosedLoop.RunAsync(arena, arena.Options.Clients, RequestTemplate.Get, arena.Pods, client =>
        {
            NumberedText path = new($"{arena.Pods}/pod-#########");
            Random random = new(client);
            return (connection, call, _) =>
                connection.SendAsync(call, RequestTemplate.Get, path.With(random.Next(arena.Options.Pods)), default);
        });
        return [new("get a Pod", result.PerSecond, "/s"), new("get a Pod: p99", result.Milliseconds.Percentile(99), "ms")];
    }
}
