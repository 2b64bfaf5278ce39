using System.Text;
using System.Text.Json;
using Kybernet.Client;
using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>An API server with a namespace of our own in it, and the connections to it.</summary>
internal sealed class Arena : IAsyncDisposable
{
    private static int _made;

    private readonly List<Http2Connection> _connections = [];

    private Arena(string ns, ApiOptions options) => (Namespace, Options) = (ns, options);

    /// <summary>The namespace.</summary>
    public string Namespace { get; }

    /// <summary>What was asked for.</summary>
    public ApiOptions Options { get; }

    /// <summary>The ConfigMaps of the namespace.</summary>
    public string ConfigMaps => $"/api/v1/namespaces/{Namespace}/configmaps";

    /// <summary>The Pods of the namespace.</summary>
    public string Pods => $"/api/v1/namespaces/{Namespace}/pods";

    /// <summary>The Deployments of the namespace.</summary>
    public string Deployments => $"/apis/apps/v1/namespaces/{Namespace}/deployments";

    /// <summary>Connects and makes the namespace.</summary>
    public static async Task<Arena> OpenAsync(ClientConfig config, ApiOptions options, CancellationToken cancellation)
    {
        // Two may be of one server, seen by two callers.
        Arena arena = new($"bench-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}", options);
        try
        {
            for (var i = 0; i < options.Connections; i++) arena._connections.Add(await Http2Connection.OpenAsync(config, cancellation));
            var atOnce = Math.Max(options.Clients, options.Watchers + 1);
            var room = arena._connections.Sum(c => Math.Min(c.MaxStreams, int.MaxValue / options.Connections));
            if (room < atOnce)
                throw new ArgumentException($"{atOnce} requests at once need more connections: the server takes {room} on {options.Connections}");
            await arena.RequireAsync(
                RequestTemplate.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{arena.Namespace}}}"}}""", orElse: 409);
            // Pods need it. Where a controller makes it, it may be there first.
            var accounts = $"/api/v1/namespaces/{arena.Namespace}/serviceaccounts";
            await arena.RequireAsync(RequestTemplate.Post, accounts, """{"metadata":{"name":"default"}}""", orElse: 409);
            return arena;
        }
        catch
        {
            await arena.CloseAsync();
            throw;
        }
    }

    /// <summary>The connection of a client.</summary>
    public Http2Connection Connection(int client) => _connections[client % _connections.Count];

    /// <summary>A request outside of what is measured; gives the body.</summary>
    public async Task<ReadOnlyMemory<byte>> RequireAsync(RequestTemplate template, string path, string body = "", int orElse = 200)
    {
        KeepingCall call = new();
        var status = await _connections[0].SendAsync(call, template, Encoding.ASCII.GetBytes(path), Encoding.UTF8.GetBytes(body));
        Answer.Require(status / 100 == 2 || status == orElse, template, path, call);
        return call.Body;
    }

    /// <summary>The revision of the namespace's ConfigMaps, to watch from.</summary>
    public async Task<string> RevisionAsync()
    {
        using var list = JsonDocument.Parse(await RequireAsync(RequestTemplate.Get, ConfigMaps + "?limit=1"));
        return list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }

    /// <summary>Deletes all of a kind in the namespace.</summary>
    public Task ClearAsync(string path) => RequireAsync(RequestTemplate.Delete, path, """{"gracePeriodSeconds":0}""");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ClearAsync(Pods);
            await ClearAsync(ConfigMaps);
            await ClearAsync(Deployments);
            await RequireAsync(RequestTemplate.Delete, $"/api/v1/namespaces/{Namespace}");
        }
        finally
        {
            await CloseAsync();
        }
    }

    /// <summary>Hangs up and leaves the namespace as it is.</summary>
    public async Task CloseAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
    }
}
