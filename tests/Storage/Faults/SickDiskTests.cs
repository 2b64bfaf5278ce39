using System.Text;
using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Sqlite;
using Kybernet.Storage.Tests.Faults.Disk;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>What is told while a disk is full, cannot be written or has stopped syncing, and that the store recovers by itself.</summary>
public sealed class SickDiskTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SimulatedDisk _disk = new(1);
    private readonly SqliteFileSystem _files;
    private EmbeddedStore _store;

    public SickDiskTests()
    {
        _files = new SqliteFileSystem(_disk);
        _store = Open();
    }

    public void Dispose()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _files.Dispose();
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_by_name_and_reads_go_on_until_there_is_room()
    {
        await PutAsync("/a", "1");
        _disk.Faults.Capacity = _disk.Used;

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/a", new string('x', 20_000)));
        Assert.Contains("database or disk is full", refused.Message);
        for (var i = 0; i < 20; i++) await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/b", new string('x', 20_000)));
        Assert.Equal("1", await GetAsync("/a"));

        _disk.Faults.Heal();
        _time.Advance(TimeSpan.FromSeconds(1));
        await PutAsync("/a", "2");
        Assert.Equal((3, "2"), (_store.CurrentRevision, await GetAsync("/a")));
    }

    [Fact]
    public async Task A_full_disk_is_not_read_again_with_every_write()
    {
        await PutAsync("/a", new string('x', 100_000));
        _disk.Faults.Capacity = _disk.Used;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/a", new string('x', 20_000)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/a", new string('x', 20_000)));
        var before = _disk.Operations.All;

        for (var i = 0; i < 100; i++) await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/a", new string('x', 20_000)));

        Assert.Equal(before, _disk.Operations.All);
    }

    [Fact]
    public async Task A_medium_that_can_only_be_read_refuses_writes_and_reads_go_on_until_it_can_be_written()
    {
        await PutAsync("/a", "1");
        _disk.Faults.IsReadOnly = true;

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => PutAsync("/a", "2"));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("/a", "3"));
        Assert.Contains("it cannot be opened for writing", refused.Message);
        Assert.Equal("1", await GetAsync("/a"));

        _disk.Faults.Heal();
        _time.Advance(TimeSpan.FromSeconds(1));
        await PutAsync("/a", "4");
        Assert.Equal("4", await GetAsync("/a"));
    }

    [Fact]
    public async Task What_was_shown_after_a_failed_sync_survives_a_power_cut()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            await PutAsync("/a", $"{seed}");
            (_disk.Faults.Failing, _disk.Faults.Percent) = (DiskOperation.Sync, 100);
            await Assert.ThrowsAnyAsync<StoreException>(() => PutAsync("/a", $"{seed}, synced in vain"));
            _disk.Faults.Heal();
            _time.Advance(TimeSpan.FromSeconds(1));
            // Has the file opened again.
            await PutAsync("/b", "1");
            var (revision, shown) = (_store.CurrentRevision, await GetAsync("/a"));

            _disk.Stop();
            await _store.DisposeAsync();
            _disk.Start(powerWasLost: true);
            _store = Open();
            Assert.Equal((revision, shown), (_store.CurrentRevision, await GetAsync("/a")));
        }
    }

    private EmbeddedStore Open() => new(
        new SqliteCommitLog("store.db", _files),
        new ExecutionEnvironment { Time = _time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default },
        new EmbeddedStoreOptions(), inline: true);

    private async Task PutAsync(string key, string value) =>
        await _store.PutAsync(StoreKey.Parse(key), Encoding.UTF8.GetBytes(value));

    private async Task<string> GetAsync(string key) => Encoding.UTF8.GetString((await _store.GetAsync(StoreKey.Parse(key)))!.Value.Span);
}
