using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients create Pods, which go through the default admission steps and are never scheduled.</summary>
internal static class CreatePods
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        Creation.RunAsync(arena, "create Pods", RequestTemplate.Post, arena.Pods, Bodies.Pod);

    /// <summary>The same in protobuf, as upstream's components do it.</summary>
    public static Task<IReadOnlyList<Figure>> ProtobufAsync(Arena arena, CancellationToken cancellation) =>
        Creation.RunAsync(arena, "create Pods, protobuf", RequestTemplate.PostProtobuf, arena.Pods, Bodies.PodProtobuf);
}
