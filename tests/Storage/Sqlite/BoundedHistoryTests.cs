namespace Kybernet.Storage.Tests.Sqlite;

/// <summary>However much is written over, the file stays small.</summary>
public sealed class BoundedHistoryTests : SqliteFixture
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task Endless_updates_take_bounded_room_and_leave_the_newer_history()
    {
        await OpenAsync(new EmbeddedStoreOptions { HistoryBytes = 2 * Megabyte, EventBufferCount = 100 });
        var most = 0L;
        for (var round = 0; round < 20; round++)
        {
            await PutAllAsync(1000, i => $"/{i % 100}", _ => new string('x', 1000));
            most = Math.Max(most, (await Store!.MeasureAsync()).UsedBytes);
        }

        // 20 MB were written. What is kept: 100 KB alive, 2 MB of history, and what SQLite's pages add.
        Assert.InRange(most, Megabyte, 6 * Megabyte);
        var current = Store!.CurrentRevision;
        Assert.InRange(current - Store.CompactedRevision, 500, 2500);
        Assert.Equal(100, (await Store.RangeAsync(KeyRange.All, new RangeOptions { Revision = Store.CompactedRevision })).Count);
        await using var watch = await Store.WatchAsync(KeyRange.All, Store.CompactedRevision + 1);
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.WatchAsync(KeyRange.All, Store.CompactedRevision));
    }

    [Fact]
    public async Task History_that_was_there_before_the_store_was_opened_counts()
    {
        await OpenAsync(new EmbeddedStoreOptions { HistoryBytes = 100 * Megabyte });
        await PutAllAsync(3000, i => $"/{i % 100}", _ => new string('x', 1000));
        await CloseAsync();

        await OpenAsync(new EmbeddedStoreOptions { HistoryBytes = 2 * Megabyte });
        Assert.Equal(0, Store!.CompactedRevision);
        await PutAsync("/one", "more");
        await PutAsync("/one", "and more");

        Assert.InRange(Store.CompactedRevision, 2, Store.CurrentRevision);
    }

    [Fact]
    public async Task What_is_only_created_is_never_compacted_for_it()
    {
        await OpenAsync(new EmbeddedStoreOptions { HistoryBytes = Megabyte });

        await PutAllAsync(3000, i => $"/{i}", _ => new string('x', 1000));

        Assert.Equal(0, Store!.CompactedRevision);
    }

    [Fact]
    public async Task Defragmenting_gives_all_free_room_back()
    {
        await OpenAsync();
        await PutAllAsync(3000, i => $"/{i % 10}", _ => new string('x', 1000));
        await Store!.CompactAsync(Store.CurrentRevision);

        await Store.DefragmentAsync();

        var size = await Store.MeasureAsync();
        Assert.Equal(size.UsedBytes, size.AllocatedBytes);
        Assert.InRange(size.UsedBytes, 10_000, Megabyte / 4);
    }
}
