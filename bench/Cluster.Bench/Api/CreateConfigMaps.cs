using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients create ConfigMaps.</summary>
internal static class CreateConfigMaps
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        Creation.RunAsync(arena, "create ConfigMaps", RequestTemplate.Post, arena.ConfigMaps, Bodies.ConfigMap);
}
