using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Creates objects: for a while, or a number of them.</summary>
internal static class Creation
{
    /// <summary>All clients create, as fast as they get answers; the objects are deleted in the end.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(Arena arena, string name, string path, Func<NumberedText> body)
    {
        var bytes = Encoding.ASCII.GetBytes(path);
        var clients = arena.Options.Clients;
        var result = await ClosedLoop.RunAsync(arena, clients, RequestTemplate.Post, path, client =>
        {
            var own = body();
            return (connection, call, turn) => connection.SendAsync(call, RequestTemplate.Post, bytes, own.With(turn * clients + client));
        });
        await arena.ClearAsync(path);
        return [new(name, result.PerSecond, "/s"), new($"{name}: p99", result.Milliseconds.Percentile(99), "ms")];
    }

    /// <summary>Makes sure that the Pods 0 to <see cref="ApiOptions.Pods"/> - 1 are there, and no others.</summary>
    public static async Task EnsurePodsAsync(Arena arena)
    {
        var path = Encoding.ASCII.GetBytes(arena.Pods);
        await Task.WhenAll(Enumerable.Range(0, arena.Options.Clients).Select(async client =>
        {
            Call call = new();
            var body = Bodies.Pod();
            for (var i = client; i < arena.Options.Pods; i += arena.Options.Clients)
            {
                var status = await arena.Connection(client).SendAsync(call, RequestTemplate.Post, path, body.With(i));
                Answer.Require(status is 201 or 409, RequestTemplate.Post, arena.Pods, call);
            }
        }));
    }
}
