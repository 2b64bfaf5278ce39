using System.Text;
using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>A ConfigMap for each client, to change over and over.</summary>
internal static class OwnConfigMaps
{
    public static async Task EnsureAsync(Arena arena)
    {
        for (var client = 0; client < arena.Options.Clients; client++)
        {
            var body = Encoding.ASCII.GetString(Bodies.SentConfigMap(client).With(0).Span);
            await arena.RequireAsync(RequestTemplate.Post, arena.ConfigMaps, body, orElse: 409);
        }
    }

    public static ReadOnlyMemory<byte> PathOf(Arena arena, int client) => Encoding.ASCII.GetBytes($"{arena.ConfigMaps}/client-{client}");
}
