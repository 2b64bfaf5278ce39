using System.Diagnostics;
using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Each client applies its own object on the server, over and over, with one field changed.</summary>
internal static class Apply
{
    public static Task<IReadOnlyList<Figure>> ConfigMapsAsync(Arena arena, CancellationToken cancellation) =>
        RunAsync(arena, "apply ConfigMaps", arena.ConfigMaps, Bodies.AppliedConfigMap);

    public static async Task<IReadOnlyList<Figure>> DeploymentsAsync(Arena arena, CancellationToken cancellation)
    {
        var figures = await RunAsync(arena, "apply Deployments", arena.Deployments, Bodies.AppliedDeployment);
        await arena.ClearAsync(arena.Deployments);
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, string name, string path, Func<int, NumberedText> bodies)
    {
        // The first apply of each creates it: that is in the warm-up.
        var result = await ClosedLoop.RunAsync(arena, arena.Options.Clients, RequestTemplate.Apply, path, client =>
        {
            var own = Encoding.ASCII.GetBytes($"{path}/applied-{client}?fieldManager=bench&force=true");
            var body = bodies(client);
            return (connection, call, _) => connection.SendAsync(call, RequestTemplate.Apply, own, body.With(Stopwatch.GetTimestamp()));
        });
        return [new(name, result.PerSecond, "/s"), new($"{name}: p99", result.Milliseconds.Percentile(99), "ms"), .. result.Allocated(name)];
    }
}
