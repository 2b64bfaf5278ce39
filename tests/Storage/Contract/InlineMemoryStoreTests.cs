namespace Kybernet.Storage.Tests.Contract;

/// <summary>In memory, each write on its caller.</summary>
public sealed class InlineMemoryStoreTests : EmbeddedStoreContract
{
    protected override ValueTask<IObservableStore> OpenAsync(EmbeddedStoreOptions options) =>
        ValueTask.FromResult<IObservableStore>(MemoryStore.Create(Environment, options));

    [Fact]
    public void A_write_is_done_when_the_call_returns() =>
        Assert.True(Store.PutAsync(Key("/a"), Value("1")).IsCompletedSuccessfully);

    [Fact]
    public async Task A_lease_has_ended_when_the_clock_has_moved()
    {
        var lease = await Store.Leases.GrantAsync(10);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);

        Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(3, Store.CurrentRevision);
    }

    [Fact]
    public async Task A_watch_wakes_on_its_readers_scheduler_and_on_no_other_thread()
    {
        var scheduler = new OneThread();
        var seen = new List<(long Revision, int Thread)>();
        await using var watch = await Store.WatchAsync(KeyRange.All);
        using var cancellation = new CancellationTokenSource();
        async Task ReadAsync()
        {
            await foreach (var batch in watch.ReadAllAsync(cancellation.Token))
                seen.Add((batch.Revision, System.Environment.CurrentManagedThreadId));
        }
        var reading = Task.Factory.StartNew(ReadAsync, default, TaskCreationOptions.None, scheduler).Unwrap();
        scheduler.RunAll();

        for (var i = 2; i < 50; i++)
        {
            Assert.True(Store.PutAsync(Key("/a"), Value("1")).IsCompletedSuccessfully);
            scheduler.RunAll();
            Assert.Equal((i, System.Environment.CurrentManagedThreadId), seen[^1]);
        }
        cancellation.Cancel();
        scheduler.RunAll();
        Assert.True(reading.IsCanceled);
    }

    [Fact]
    public async Task History_that_the_buffer_drops_counts_as_compacted()
    {
        await ReplaceStoreAsync(new EmbeddedStoreOptions { EventBufferCount = 10 });
        for (var i = 0; i < 30; i++) await PutAsync("/a", $"{i}");

        Assert.Equal(21, Store.CompactedRevision);
        Assert.Equal("/a=19", await ShowAsync("/", 21));
        await Assert.ThrowsAsync<CompactedException>(async () => await ShowAsync("/", 20));
        Assert.Equal(10, (await TakeAsync(await Store.WatchAsync(KeyRange.All, 22), 10)).Count);
    }

    /// <summary>As a simulation has it: tasks run when the test says so, on the test's thread.</summary>
    private sealed class OneThread : TaskScheduler
    {
        private readonly Queue<Task> _tasks = new();

        public void RunAll()
        {
            // xunit's would have the continuations posted to its own threads.
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            while (_tasks.TryDequeue(out var task)) TryExecuteTask(task);
            SynchronizationContext.SetSynchronizationContext(context);
        }

        protected override void QueueTask(Task task) => _tasks.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
    }
}
