using Kybernet.Base;
using Kybernet.Storage.Tests.Contract;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>The contract through our own etcd client, on our own etcd service, over a SQLite file.</summary>
public sealed class ServedStoreTests : StoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<IAsyncDisposable> _behind = [];

    /// <summary>etcd's --max-txn-ops.</summary>
    protected override int LongestTransaction => 128;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var part in _behind) await part.DisposeAsync();
        _directory.Dispose();
    }

    protected override async ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options)
    {
        var environment = ExecutionEnvironment.System();
        var store = await SqliteStore.OpenAsync(_directory.File($"{_behind.Count}/store.db"), environment);
        var server = await EtcdServer.StartAsync(store, new EtcdServerOptions { ListenUrls = [new Uri("http://127.0.0.1:0")] }, environment);
        _behind.InsertRange(0, [server, store]);
        return await EtcdStore.OpenAsync(
            new EtcdStoreOptions
            {
                Endpoints = server.Addresses,
                // All of it is the store.
                KeyPrefix = "",
                Prefix = "",
                EventBufferCount = options.EventBufferCount,
                EventBufferBytes = options.EventBufferBytes,
            },
            environment);
    }
}
