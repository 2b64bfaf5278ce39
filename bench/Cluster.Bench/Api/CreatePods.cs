using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients create Pods, which go through the default admission steps and are never scheduled.</summary>
internal static class CreatePods
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        Creation.RunAsync(arena, "create Pods", arena.Pods, Bodies.Pod);
}
