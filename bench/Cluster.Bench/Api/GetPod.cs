using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>All clients read single Pods, here and there among many.</summary>
internal static class GetPod
{
    public static Task<IReadOnlyList<Figure>> RunAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, "get a Pod", RequestTemplate.Get);

    /// <summary>The same in protobuf.</summary>
    public static Task<IReadOnlyList<Figure>> ProtobufAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, "get a Pod, protobuf", RequestTemplate.GetProtobuf);

    private static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, string name, RequestTemplate template)
    {
        await Creation.EnsurePodsAsync(arena);
        var result = await ClosedLoop.RunAsync(arena, arena.Options.Clients, template, arena.Pods, client =>
        {
            NumberedText path = new($"{arena.Pods}/pod-#########");
            Random random = new(client);
            return (connection, call, _) =>
                connection.SendAsync(call, template, path.With(random.Next(arena.Options.Pods)), default);
        });
        return [new(name, result.PerSecond, "/s"), new($"{name}: p99", result.Milliseconds.Percentile(99), "ms"), .. result.Allocated(name)];
    }
}
