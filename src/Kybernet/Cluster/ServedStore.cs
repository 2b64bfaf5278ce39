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
    private readonly ClusterPaths _paths;
    private readonly ExecutionEnvironment _environment;
    private readonly ILoggerFactory _loggers;
    private EtcdServer? _server;

    private ServedStore(IEmbeddedStore store, ClusterPaths paths, ExecutionEnvironment environment, ILoggerFactory loggers) =>
        (Store, _paths, _environment, _loggers) = (store, paths, environment, loggers);

    /// <summary>The store.</summary>
    public IEmbeddedStore Store { get; }

    /// <summary>Opens the store; its door stays shut until <see cref="ServeAsync"/>, for who has something more urgent to do first.</summary>
    /// <exception cref="StoreFileException">The store cannot be opened.</exception>
    public static async Task<ServedStore> OpenAsync(ClusterPaths paths, ExecutionEnvironment environment, ILoggerFactory loggers)
    {
        SecretFile.CreateDirectory(paths.Data);
        SecretFile.CreateDirectory(paths.Run);
        EmbeddedStoreOptions options = new() { Logger = loggers.CreateLogger("Store") };
        return new ServedStore(await SqliteStore.OpenAsync(paths.Store, environment, options), paths, environment, loggers);
    }

    /// <summary>Opens the door, and serves wherever else it is wanted.</summary>
    /// <returns>Where it is served, the door first.</returns>
    /// <exception cref="IOException">An address is taken.</exception>
    public async Task<IReadOnlyList<Uri>> ServeAsync(EtcdServerOptions serving, CancellationToken cancellation)
    {
        serving = serving with { Loggers = _loggers, ListenUrls = [new Uri("unix://" + _paths.StoreSocket), .. serving.ListenUrls] };
        _server = await EtcdServer.StartAsync(Store, serving, _environment, cancellation);
        return _server.Addresses;
    }

    /// <summary>Shuts the door, then the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await Store.DisposeAsync();
    }
}
