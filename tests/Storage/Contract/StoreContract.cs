using System.Text;

namespace Kybernet.Storage.Tests.Contract;

/// <summary>What every store must do, wherever it keeps its data. One file a topic; an engine derives from it.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IObservableStore? _store;

    /// <summary>A stuck test fails instead of hanging.</summary>
    protected static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    protected IObservableStore Store => _store!;

    /// <summary>How many operations a transaction of this store may have at least, as far as the tests try.</summary>
    protected virtual int LongestTransaction => 3000;

    public async Task InitializeAsync() => _store = await OpenAsync(new EmbeddedStoreOptions());

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options);

    /// <summary>Puts another, empty store with other bounds in the place of the first.</summary>
    protected async Task ReplaceStoreAsync(EmbeddedStoreOptions options)
    {
        await Store.DisposeAsync();
        _store = await OpenAsync(options);
    }

    protected static StoreKey Key(string text) => StoreKey.Parse(text);

    protected static ReadOnlyMemory<byte> Value(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(KeyValue? item) => Encoding.UTF8.GetString(item!.Value.Span);

    protected async Task<long> PutAsync(string key, string value) => (await Store.PutAsync(Key(key), Value(value))).Revision;

    protected async Task<long> DeleteAsync(string key) => (await Store.DeleteAsync(Key(key))).Revision;

    protected async Task<string> ShowAsync(string prefix, long revision = 0)
    {
        var result = await Store.RangeAsync(KeyRange.Prefix(prefix), new RangeOptions { Revision = revision });
        return string.Join(' ', result.Items.Select(item => $"{item.Key}={Text(item)}"));
    }

    /// <summary>Reads a watch until it has delivered so many changes.</summary>
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

    protected static string Show(IEnumerable<StoreEvent> events) =>
        string.Join(' ', events.Select(change => $"{change.Revision}{(change.Kind == StoreEventKind.Put ? '+' : '-')}{change.Key}"));
}
