using System.Text;
using Kybernet.Base;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>Opens stores over etcds of the test's own, and closes all of them.</summary>
public abstract class EtcdFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _stores = [];
    private readonly List<IDisposable> _servers = [];

    protected static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        foreach (var server in _servers) server.Dispose();
    }

    internal RealEtcd StartServer(EtcdCertificates? certificates = null) => Own(RealEtcd.Start(certificates));

    internal T Own<T>(T server) where T : IDisposable
    {
        _servers.Add(server);
        return server;
    }

    protected async Task<IObservableStore> OpenAsync(Uri address, Func<EtcdStoreOptions, EtcdStoreOptions>? configure = null)
    {
        EtcdStoreOptions options = new() { Endpoints = [address], KeyPrefix = "/", Prefix = "/test" };
        var store = await EtcdStore.OpenAsync(configure?.Invoke(options) ?? options, ExecutionEnvironment.System(), Patience);
        _stores.Add(store);
        return store;
    }

    /// <summary>Puts until it works, as one does who knows that an unknown outcome may be a failure.</summary>
    protected static async Task<long> PutInTheEndAsync(IStore store, string key, string value)
    {
        var patience = Patience;
        while (true)
        {
            try
            {
                return (await store.PutAsync(Key(key), Value(value), cancellation: patience)).Revision;
            }
            catch (StoreException e) when (e is StoreUnavailableException or CommitOutcomeUnknownException && !patience.IsCancellationRequested)
            {
            }
        }
    }

    protected static StoreKey Key(string text) => StoreKey.Parse(text);

    protected static ReadOnlyMemory<byte> Value(string text) => Encoding.UTF8.GetBytes(text);

    protected static string? Text(KeyValue? item) => item is null ? null : Encoding.UTF8.GetString(item.Value.Span);

    protected static async Task<long> PutAsync(IStore store, string key, string value) =>
        (await store.PutAsync(Key(key), Value(value))).Revision;

    protected static async Task<string> ShowAsync(IStore store, long revision = 0)
    {
        var result = await store.RangeAsync(KeyRange.All, new RangeOptions { Revision = revision });
        return string.Join(' ', result.Items.Select(item => $"{item.Key}={Text(item)}"));
    }

    protected static async Task<List<StoreEvent>> TakeAsync(IStoreWatch watch, int count)
    {
        var events = new List<StoreEvent>();
        await foreach (var batch in watch.ReadAllAsync(Patience))
        {
            events.AddRange(batch.Events);
            if (events.Count >= count) break;
        }

        return events;
    }

    /// <summary>An observer that keeps what a cache would, and completes when it has reached a revision.</summary>
    protected sealed class Cache : ICommitObserver
    {
        private readonly Lock _lock = new();
        private readonly SortedDictionary<StoreKey, KeyValue> _items = [];
        private readonly List<(long Revision, TaskCompletionSource Source)> _waiting = [];
        private readonly List<StoreEvent> _events = [];
        private long _revision;

        public int Disorder { get; private set; }

        public IReadOnlyList<StoreEvent> Events
        {
            get
            {
                lock (_lock) return [.. _events];
            }
        }

        public void OnSnapshot(StoreSnapshot snapshot)
        {
            _revision = snapshot.Revision;
            foreach (var item in snapshot.Items()) _items.Add(item.Key, item);
        }

        public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
        {
            lock (_lock)
            {
                foreach (var change in events)
                {
                    if (change.Revision < _revision || change.Revision > revision) Disorder++;
                    if (!ReferenceEquals(_items.GetValueOrDefault(change.Key), change.Previous)) Disorder++;
                    if (change.Kind == StoreEventKind.Put) _items[change.Key] = change.KeyValue;
                    else _items.Remove(change.Key);
                    _events.Add(change);
                }

                _revision = revision;
                foreach (var (wanted, source) in _waiting)
                    if (wanted <= revision) source.TrySetResult();
            }
        }

        public Task ReachAsync(long revision)
        {
            lock (_lock)
            {
                if (_revision >= revision) return Task.CompletedTask;
                _waiting.Add((revision, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
                return _waiting[^1].Source.Task.WaitAsync(Patience);
            }
        }

        public string Show()
        {
            lock (_lock) return string.Join(' ', _items.Values.Select(item => $"{item.Key}={Text(item)}"));
        }
    }
}
