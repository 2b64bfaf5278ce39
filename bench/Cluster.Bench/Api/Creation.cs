using System.Text;
using Kybernet.Cluster.Bench.Http2;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>Creates objects: for a while, or a number of them.</summary>
internal static class Creation
{
    /// <summary>All clients create, as fast as they get answers; the objects are deleted in the end.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(
        Arena arena, string name, RequestTemplate template, string path, Func<NumberedText> body)
    {
        var bytes = Encoding.ASCII.GetBytes(path);
        var clients = arena.Options.Clients;
        var result = await ClosedLoop.RunAsync(arena, clients, template, path, client =>
        {
            var own = body();
            return (connection, call, turn) => connection.SendAsync(call, template, bytes, own.With(turn * clients + client));
        });
        await arena.ClearAsync(path);
        return [new(name, result.PerSecond, "/s"), new($"{name}: p99", result.Milliseconds.Percentile(99), "ms"), .. result.Allocated(name)];
    }

    /// <summary>Every so many Pods are of the rare sort.</summary>
    public const int RarePods = 100;

    /// <summary>Makes sure that the Pods 0 to <see cref="ApiOptions.Pods"/> - 1 are there, and no others.</summary>
    public static Task EnsurePodsAsync(Arena arena) => PodsAsync(arena, arena.Options.Pods);

    /// <summary>Makes sure that so many Pods are there, numbered from 0.</summary>
    public static Task PodsAsync(Arena arena, int count) => EnsureAsync(arena, arena.Pods, count, () =>
    {
        var (usual, rare) = (Bodies.Pod(), Bodies.RarePod());
        return i => (i % RarePods == 0 ? rare : usual).With(i);
    });

    /// <summary>Makes sure that so many ConfigMaps are there, numbered from 0.</summary>
    public static Task ConfigMapsAsync(Arena arena, int count) => EnsureAsync(arena, arena.ConfigMaps, count, () =>
    {
        var body = Bodies.ConfigMap();
        return i => body.With(i);
    });

    private static async Task EnsureAsync(Arena arena, string path, int count, Func<Func<int, ReadOnlyMemory<byte>>> bodies)
    {
        var bytes = Encoding.ASCII.GetBytes(path);
        await Task.WhenAll(Enumerable.Range(0, arena.Options.Clients).Select(async client =>
        {
            Call call = new();
            var body = bodies();
            for (var i = client; i < count; i += arena.Options.Clients)
            {
                var status = await arena.Connection(client).SendAsync(call, RequestTemplate.Post, bytes, body(i));
                Answer.Require(status is 201 or 409, RequestTemplate.Post, path, call);
            }
        }));
    }
}
