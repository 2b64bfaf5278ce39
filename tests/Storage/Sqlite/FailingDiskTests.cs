using Kybernet.Storage.Engine;
using Kybernet.Storage.Sqlite;

namespace Kybernet.Storage.Tests.Sqlite;

public sealed class FailingDiskTests : SqliteFixture
{
    private readonly FaultyLog _log;

    public FailingDiskTests()
    {
        _log = new FaultyLog(new SqliteCommitLog(File, new MachineFiles()));
        Store = new EmbeddedStore(_log, Environment, new EmbeddedStoreOptions(), inline: false);
    }

    [Theory]
    [InlineData(FaultyLog.Fault.BeforeTheCommit, typeof(StoreUnavailableException), 2, "/a=1")]
    [InlineData(FaultyLog.Fault.AfterTheCommit, typeof(CommitOutcomeUnknownException), 3, "/a=2")]
    internal async Task A_failed_commit_is_told_as_not_done_if_the_file_says_so_and_else_as_unknown(
        FaultyLog.Fault fault, Type told, long revision, string content)
    {
        await PutAsync("/a", "1");
        var recorder = new Recorder();
        using var observation = Store!.Observe(KeyRange.All, recorder);
        await using var watch = await Store.WatchAsync(KeyRange.All, startRevision: 2);
        _log.Next = fault;

        await Assert.ThrowsAsync(told, async () => await PutAsync("/a", "2"));

        await PutAsync("/b", "1");
        Assert.Equal($"{content} /b=1", await ShowAsync());
        Assert.Equal(revision + 1, Store.CurrentRevision);
        Assert.Equal(Enumerable.Range(3, (int)revision - 1).Select(i => (long)i), recorder.Revisions);
        var seen = new List<long>();
        await foreach (var batch in watch.ReadAllAsync())
        {
            seen.AddRange(batch.Events.Select(change => change.Revision));
            if (batch.Revision > revision) break;
        }
        Assert.Equal([2, .. recorder.Revisions], seen);
    }

    [Fact]
    public async Task While_the_file_cannot_be_reopened_writes_are_refused_and_reads_go_on()
    {
        await PutAsync("/a", "1");
        (_log.Next, _log.RefuseToOpen) = (FaultyLog.Fault.AfterTheCommit, true);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () => await PutAsync("/a", "2"));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync("/a", "3"));
        Assert.Equal("/a=1", await ShowAsync());

        _log.RefuseToOpen = false;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync("/a", "4"));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, (await Store!.PutAsync(Key("/b"), Value("5"))).Revision);
        Assert.Equal("/a=2 /b=5", await ShowAsync());
    }

    [Fact]
    public async Task A_file_that_lost_what_was_acknowledged_stops_the_store()
    {
        await PutAsync("/a", "1");
        await PutAsync("/a", "2");
        (_log.Next, _log.RefuseToOpen) = (FaultyLog.Fault.BeforeTheCommit, true);
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () => await PutAsync("/a", "3"));
        _log.Dispose();
        Tamper("DELETE FROM revision WHERE id >= 3 << 20");
        _log.RefuseToOpen = false;
        Time.Advance(TimeSpan.FromSeconds(1));

        var stopped = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync("/a", "4"));

        Assert.Contains("the file is at revision 2, but 3 has been acknowledged", stopped.Message);
    }

    [Fact]
    public async Task What_arrives_while_the_disk_works_is_committed_together()
    {
        _log.Gate.Reset();
        var writes = Enumerable.Range(0, 100).Select(i => Store!.PutAsync(Key($"/{i}"), Value("1")).AsTask()).ToList();
        Assert.DoesNotContain(writes, write => write.IsCompleted);
        _log.Gate.Set();

        var results = await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(2, 100).Select(i => (long)i), results.Select(result => result.Revision));
        Assert.Equal(100, _log.Batches.Sum());
        Assert.InRange(_log.Batches.Count, 1, 3);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_lets_them_give_up()
    {
        await CloseAsync();
        var log = new FaultyLog(new SqliteCommitLog(File, new MachineFiles()));
        Store = new EmbeddedStore(log, Environment, new EmbeddedStoreOptions { QueueCapacity = 4 }, inline: false);
        log.Gate.Reset();
        using var giveUp = new CancellationTokenSource();
        var writes = Enumerable.Range(0, 50)
            .Select(i => Store.PutAsync(Key($"/{i}"), Value("1"), cancellation: giveUp.Token).AsTask()).ToList();
        await giveUp.CancelAsync();

        // One batch of at most four may be on its way to disk, and four may wait behind it; the others have no place.
        foreach (var write in writes.Skip(8)) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        log.Gate.Set();
        var done = 0;
        foreach (var write in writes.Take(8))
        {
            try
            {
                await write;
                done++;
            }
            catch (OperationCanceledException)
            {
                // It gave up before it had a place.
            }
        }
        Assert.InRange(done, 4, 8);
        Assert.Equal(1 + done, Store.CurrentRevision);
    }

    private sealed class Recorder : ICommitObserver
    {
        public List<long> Revisions { get; } = [];

        public void OnSnapshot(StoreSnapshot snapshot)
        {
        }

        public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
        {
            foreach (var change in events) Revisions.Add(change.Revision);
        }
    }
}
