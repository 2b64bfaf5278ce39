using System.Text;
using Kybernet.Base;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>Our own etcd service over a SQLite file, and ways to speak to it.</summary>
public abstract class ServedFixture : IAsyncLifetime
{
    private readonly List<IDisposable> _channels = [];
    private IEmbeddedStore? _store;
    private EtcdServer? _server;

    protected static ExecutionEnvironment Environment { get; } = ExecutionEnvironment.System();

    /// <summary>A stuck test fails instead of hanging.</summary>
    protected static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    private protected TemporaryDirectory Directory { get; } = new();

    protected IEmbeddedStore Store => _store!;

    protected Uri Address => _server!.Addresses[0];

    /// <summary>How it is served.</summary>
    protected virtual EtcdServerOptions Options => new() { ListenUrls = [new Uri("http://127.0.0.1:0")] };

    /// <summary>How the store is bounded.</summary>
    protected virtual EmbeddedStoreOptions Bounds => new();

    public async Task InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(Directory.File("store.db"), Environment, Bounds);
        _server = await EtcdServer.StartAsync(_store, Options, Environment);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        await _server!.DisposeAsync();
        await _store!.DisposeAsync();
        Directory.Dispose();
    }

    protected GrpcChannel Connect()
    {
        var channel = GrpcChannel.ForAddress(Address);
        _channels.Add(channel);
        return channel;
    }

    protected static StoreKey Key(string text) => StoreKey.Parse(text);

    protected async Task<long> PutAsync(string key, string value) =>
        (await Store.PutAsync(Key(key), Encoding.UTF8.GetBytes(value))).Revision;

    private protected static string Show(EtcdKeyValue item) => $"{item.Key.ToStringUtf8()}={item.Value.ToStringUtf8()}";

    private protected static string Show(IEnumerable<EtcdEvent> events) => string.Join(' ', events.Select(change =>
        $"{change.Kv.ModRevision}{(change.Type == EtcdEvent.Types.EventType.Put ? '+' : '-')}{Show(change.Kv)}"
        + (change.PrevKv is null ? "" : $"<{Show(change.PrevKv)}")));
}
