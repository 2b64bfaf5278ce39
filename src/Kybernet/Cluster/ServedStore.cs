using Kybernet.Base;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>
/// The embedded store of a data directory, and its door: etcd's API on a socket that this user's commands can use while the store is
/// open (nobody else can open its file then), and wherever else it is wanted.
/// </summary>
internal sealed class ServedStore : IAsyncDisposable
{
    private readonly EtcdServer _server;

    private ServedStore(IEmbeddedStore store, EtcdServer server) => (Store, _server) = (store, server);

    /// <summary>The store.</summary>
    public IEmbeddedStore Store { get; }

    /// <summary>Where it is served, the door first.</summary>
    public IReadOnlyList<Uri> Addresses => _server.Addresses;

    /// <summary>Opens the store and its door.</summary>
    /// <exception cref="StoreFileException">The store cannot be opened.</exception>
    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<ServedStore> OpenAsync(
        ClusterPaths paths, EtcdServerOptions serving, ExecutionEnvironment environment, ILoggerFactory loggers, CancellationToken cancellation)
    {
        SecretFile.CreateDirectory(paths.Data);
        SecretFile.CreateDirectory(paths.Run);
        var store = await SqliteStore.OpenAsync(
            paths.Store, environment, new EmbeddedStoreOptions { Logger = loggers.CreateLogger("Store") });
        try
        {
            serving = serving with { Loggers = loggers, ListenUrls = [new Uri("unix://" + paths.StoreSocket), .. serving.ListenUrls] };
            return new ServedStore(store, await EtcdServer.StartAsync(store, serving, environment, cancellation));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shuts the door, then the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Store.DisposeAsync();
    }
}
