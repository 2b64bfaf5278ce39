using System.Text;
using Kybernet.Base;
using Kybernet.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Storage.Tests.Sqlite;

/// <summary>A store in a file, to be closed, looked into and opened again.</summary>
public abstract class SqliteFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    protected FakeTimeProvider Time { get; } = new();

    protected ExecutionEnvironment Environment => new() { Time = Time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default };

    protected string File => _directory.File("store.db");

    protected IEmbeddedStore? Store { get; set; }

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }

    protected async Task<IEmbeddedStore> OpenAsync(EmbeddedStoreOptions? options = null)
    {
        await CloseAsync();
        return Store = await SqliteStore.OpenAsync(File, Environment, options);
    }

    protected async Task CloseAsync()
    {
        if (Store is not null) await Store.DisposeAsync();
        Store = null;
    }

    protected async Task<StoreFileException> RefusedAsync() => await Assert.ThrowsAsync<StoreFileException>(() => OpenAsync());

    /// <summary>Does something to the closed file behind the store's back.</summary>
    protected void Tamper(params string[] statements)
    {
        using var database = Database.Open(File);
        foreach (var sql in statements) database.Execute(sql);
    }

    protected long Number(string sql)
    {
        using var database = Database.Open(File);
        return database.Number(sql);
    }

    protected static StoreKey Key(string text) => StoreKey.Parse(text);

    protected static ReadOnlyMemory<byte> Value(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(KeyValue? item) => Encoding.UTF8.GetString(item!.Value.Span);

    protected async Task PutAsync(string key, string value) => await Store!.PutAsync(Key(key), Value(value));

    /// <summary>Writes in this order, as few batches.</summary>
    protected Task PutAllAsync(int count, Func<int, string> key, Func<int, string> value) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Store!.PutAsync(Key(key(i)), Value(value(i))).AsTask()));

    protected async Task<string> ShowAsync(long revision = 0)
    {
        var result = await Store!.RangeAsync(KeyRange.All, new RangeOptions { Revision = revision });
        return string.Join(' ', result.Items.Select(item => $"{item.Key}={Text(item)}"));
    }
}
