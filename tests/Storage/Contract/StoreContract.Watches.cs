namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task A_watch_from_now_sees_what_comes()
    {
        await PutAsync("/a", "0");
        await using var watch = await Store.WatchAsync(KeyRange.Prefix("/"));
        await PutAsync("/a", "1");
        await DeleteAsync("/a");

        var events = await TakeAsync(watch, 2);

        Assert.Equal("3+/a 4-/a", Show(events));
        Assert.Equal("0", Text(events[0].Previous));
        Assert.Equal("1", Text(events[1].Previous));
        Assert.True(events[1].KeyValue.Value.IsEmpty);
    }

    [ContractFact]
    public async Task A_watch_from_a_revision_begins_with_that_revision_and_sees_its_range_only()
    {
        foreach (var key in new[] { "/a/1", "/b/1", "/a/2", "/a/1", "/b/2" }) await PutAsync(key, "v");

        await using var watch = await Store.WatchAsync(KeyRange.Prefix("/a/"), startRevision: 3);

        Assert.Equal("4+/a/2 5+/a/1", Show(await TakeAsync(watch, 2)));
    }

    [ContractFact]
    public async Task A_watch_cannot_begin_beyond_the_next_revision()
    {
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.WatchAsync(KeyRange.All, startRevision: 3));
        await using var watch = await Store.WatchAsync(KeyRange.All, startRevision: 2);
        await PutAsync("/a", "1");

        Assert.Equal("2+/a", Show(await TakeAsync(watch, 1)));
    }

    [ContractFact]
    public async Task A_transaction_is_delivered_together()
    {
        await using var watch = await Store.WatchAsync(KeyRange.All);
        await Store.CommitAsync(new Transaction
        {
            Success = [.. Enumerable.Range(0, LongestTransaction).Select(i => new Operation.Put(Key($"/{i:d4}"), Value("v")))],
        });

        await foreach (var batch in watch.ReadAllAsync(Patience))
        {
            Assert.Equal((2L, LongestTransaction), (batch.Revision, batch.Events.Count));
            break;
        }
    }

    [ContractFact]
    public async Task Under_concurrent_writers_every_watch_sees_every_revision_once_and_in_order()
    {
        const int writers = 6, writes = 150, last = 1 + writers * writes;
        var started = Enumerable.Range(0, 4).Select(i => CollectAsync(startRevision: 2, last)).ToList();
        var writing = Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < writes; i++)
                await Store.PutAsync(Key($"/{writer}/{i % 7}"), Value($"{i}"));
        })).ToList();
        await writing[0];
        // These begin in the past while others still write.
        for (var i = 0; i < 4; i++) started.Add(CollectAsync(startRevision: 2 + i * 50, last));
        await Task.WhenAll(writing);

        foreach (var (events, first) in await Task.WhenAll(started))
        {
            var wanted = Enumerable.Range((int)first, last - (int)first + 1).Select(i => (long)i);
            Assert.Equal(wanted, events.Select(change => change.Revision));
            var latest = new Dictionary<StoreKey, KeyValue>();
            foreach (var change in events)
            {
                if (latest.TryGetValue(change.Key, out var previous)) Assert.Same(previous, change.Previous);
                latest[change.Key] = change.KeyValue;
            }
        }
    }

    [ContractFact]
    public async Task Progress_tells_how_far_the_watch_is_even_if_nothing_happened_in_its_range()
    {
        await using var watch = await Store.WatchAsync(KeyRange.Prefix("/quiet/"));
        await PutAsync("/loud", "1");
        await PutAsync("/loud", "2");
        watch.RequestProgress();

        await foreach (var batch in watch.ReadAllAsync(Patience))
        {
            Assert.True(batch.IsProgress);
            Assert.Equal(3, batch.Revision);
            break;
        }
    }

    [ContractFact]
    public async Task Progress_wakes_a_reader_who_waits()
    {
        await using var watch = await Store.WatchAsync(KeyRange.All);
        await using var reader = watch.ReadAllAsync(Patience).GetAsyncEnumerator();
        var next = reader.MoveNextAsync();
        Assert.False(next.IsCompleted);

        watch.RequestProgress();

        Assert.True(await next);
        Assert.Equal((1L, true), (reader.Current.Revision, reader.Current.IsProgress));
    }

    [ContractFact]
    public async Task A_slow_watcher_is_cut_off()
    {
        await ReplaceStoreAsync(new EmbeddedStoreOptions { EventBufferCount = 10 });
        await using var watch = await Store.WatchAsync(KeyRange.All);
        for (var i = 0; i < 30; i++) await PutAsync("/a", $"{i}");

        var cutOff = await Assert.ThrowsAsync<SlowWatcherException>(async () => await TakeAsync(watch, 30));

        Assert.Equal(2, cutOff.NextRevision);
    }

    [ContractFact]
    public async Task The_buffer_is_bounded_by_bytes_too()
    {
        await ReplaceStoreAsync(new EmbeddedStoreOptions { EventBufferBytes = 10_000 });
        await using var watch = await Store.WatchAsync(KeyRange.All);
        for (var i = 0; i < 10; i++) await PutAsync($"/{i}", new string('x', 5000));

        await Assert.ThrowsAsync<SlowWatcherException>(async () => await TakeAsync(watch, 10));
    }

    [ContractFact]
    public async Task Disposing_ends_the_reading_and_cancelling_too()
    {
        var watch = await Store.WatchAsync(KeyRange.All);
        var reading = TakeAsync(watch, 1);
        await watch.DisposeAsync();
        Assert.Empty(await reading);

        await using var other = await Store.WatchAsync(KeyRange.All);
        using var cancellation = new CancellationTokenSource();
        await using var reader = other.ReadAllAsync(cancellation.Token).GetAsyncEnumerator();
        var next = reader.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [ContractFact]
    public async Task When_the_store_closes_watches_deliver_the_rest_and_end()
    {
        var watch = await Store.WatchAsync(KeyRange.All);
        await PutAsync("/a", "1");
        await Store.DisposeAsync();

        await using var reader = watch.ReadAllAsync(Patience).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await reader.MoveNextAsync());
    }

    private async Task<(List<StoreEvent> Events, long First)> CollectAsync(long startRevision, long last)
    {
        await using var watch = await Store.WatchAsync(KeyRange.All, startRevision);
        return (await TakeAsync(watch, (int)(last - startRevision + 1)), startRevision);
    }
}
