using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients create ConfigMaps.</summary>
internal static class CreateConfigMaps
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        Creation.RunAsync(arena, "create ConfigMaps", arena.ConfigMaps, Bodies.ConfigMap);
}
