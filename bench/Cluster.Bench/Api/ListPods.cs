using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A few clients list many Pods, whole, over and over.</summary>
internal static class ListPods
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, $"list {arena.Options.Pods:n0} Pods", RequestTemplate.Get);

    /// <summary>The same in protobuf.</summary>
    public static Task<IReadOnlyList<Figure>> ProtobufAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, $"list {arena.Options.Pods:n0} Pods, protobuf", RequestTemplate.GetProtobuf);

    private static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, string name, RequestTemplate template)
    {
        await Creation.EnsurePodsAsync(arena);
        var path = Encoding.ASCII.GetBytes(arena.Pods);
        var result = await ClosedLoop.RunAsync(
            arena, arena.Options.Lists, template, arena.Pods, _ => (connection, call, _) => connection.SendAsync(call, template, path, default));
        return [new(name, result.BytesPerSecond / 1e6, "MB/s"), new($"{name}: median", result.Milliseconds.Median, "ms"), .. result.Allocated(name)];
    }
}
