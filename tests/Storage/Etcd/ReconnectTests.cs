using Kybernet.Base;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>etcd dies, freezes, or cannot be reached, and comes back.</summary>
public sealed class ReconnectTests : EtcdFixture
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [EtcdFact]
    public async Task After_a_kill_and_a_restart_nothing_is_missing_and_nothing_comes_twice()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        var cache = new Cache();
        using var observation = store.Observe(KeyRange.All, cache);
        await using var watch = await store.WatchAsync(KeyRange.All);
        var watching = TakeAsync(watch, 60);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 20; i++) await PutInTheEndAsync(store, $"/{i}", $"{round}");
            etcd.Kill();
            etcd.Restart();
        }

        await PutInTheEndAsync(store, "/last", "1");
        var other = await OpenAsync(etcd.Address);

        Assert.Equal(await ShowAsync(other), await ShowAsync(store));
        Assert.Equal(await ShowAsync(other), cache.Show());
        Assert.Equal(0, cache.Disorder);
        // Every revision once, though some puts may have been done twice.
        var events = await watching;
        Assert.Equal(Enumerable.Range(2, events.Count).Select(i => (long)i), events.Select(change => change.Revision));
    }

    [EtcdFact]
    public async Task While_etcd_is_gone_nothing_is_done_and_that_is_said()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address, options => options with { RequestTimeout = Short });
        await PutAsync(store, "/a", "1");
        etcd.Kill();
        // The first may meet the dying connection; from then on there is none.
        await Assert.ThrowsAnyAsync<StoreException>(async () => await PutAsync(store, "/a", "x"));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync(store, "/a", "2"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync(Key("/a")));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CatchUpAsync());
        Assert.Equal("1", Text(store.Snapshot().Find(Key("/a"))));

        etcd.Restart();
        Assert.Equal(3, await PutInTheEndAsync(store, "/a", "3"));
    }

    [EtcdFact]
    public async Task When_the_answer_is_lost_the_outcome_is_unknown_and_shows_up_when_etcd_does()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address, options => options with { RequestTimeout = Short });
        var cache = new Cache();
        using var observation = store.Observe(KeyRange.All, cache);
        await PutAsync(store, "/a", "1");
        etcd.Freeze();

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(async () => await PutAsync(store, "/a", "2"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CatchUpAsync());

        etcd.Thaw();
        await PutInTheEndAsync(store, "/b", "1");
        var other = await OpenAsync(etcd.Address);
        Assert.Equal(await ShowAsync(other), cache.Show());
        Assert.Equal(0, cache.Disorder);
    }

    [EtcdFact]
    public async Task Without_etcd_a_store_cannot_be_opened()
    {
        var etcd = StartServer();
        etcd.Kill();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => OpenAsync(etcd.Address, options => options with { RequestTimeout = Short, OpenTimeout = Short }));

        Assert.Contains($"{etcd.Address}", refused.Message);
    }

    [EtcdFact]
    public async Task A_store_waits_for_an_etcd_that_is_on_its_way_up()
    {
        var etcd = StartServer();
        etcd.Kill();
        var opening = OpenAsync(etcd.Address);
        etcd.Restart();

        Assert.Equal(1, (await opening).CurrentRevision);
    }

    [EtcdFact]
    public async Task Where_the_changes_are_compacted_observers_get_the_difference_and_watches_are_cut_off()
    {
        var etcd = StartServer();
        var relay = Own(new TcpRelay(etcd.Address));
        var writer = await OpenAsync(etcd.Address);
        foreach (var key in new[] { "/changed", "/deleted", "/kept", "/reborn" }) await PutAsync(writer, key, "1");
        var away = await OpenAsync(relay.Address);
        var cache = new Cache();
        using var observation = away.Observe(KeyRange.All, cache);
        var kept = away.Snapshot().Find(Key("/kept"));
        await using var watch = await away.WatchAsync(KeyRange.All);
        relay.Cut();

        await PutAsync(writer, "/changed", "2");
        await PutAsync(writer, "/changed", "3");
        await writer.DeleteAsync(Key("/deleted"));
        await writer.DeleteAsync(Key("/reborn"));
        await PutAsync(writer, "/new", "1");
        var reborn = await PutAsync(writer, "/reborn", "2");
        await writer.CompactAsync(reborn);
        relay.Mend();
        await cache.ReachAsync(reborn);

        Assert.Equal("/changed=3 /kept=1 /new=1 /reborn=2", cache.Show());
        Assert.Equal(
            [(7L, "+/changed"), (10L, "+/new"), (10L, "-/reborn"), (11L, "-/deleted"), (11L, "+/reborn")],
            cache.Events.Select(change => (change.Revision, $"{(change.Kind == StoreEventKind.Put ? '+' : '-')}{change.Key}"))
                .OrderBy(change => change.Revision).ThenBy(change => change.Item2[1..], StringComparer.Ordinal));
        Assert.Equal(0, cache.Disorder);
        Assert.Same(kept, away.Snapshot().Find(Key("/kept")));
        await Assert.ThrowsAsync<SlowWatcherException>(async () => await TakeAsync(watch, 1));
        Assert.Equal(12, await PutAsync(away, "/a", "1"));
    }

    [EtcdTheory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task However_often_it_is_cut_off_a_store_comes_to_the_truth(int seed, bool compacts)
    {
        var random = new Random(seed);
        var etcd = StartServer();
        var relay = Own(new TcpRelay(etcd.Address));
        var writer = await OpenAsync(etcd.Address);
        var away = await OpenAsync(relay.Address);
        var cache = new Cache();
        using var observation = away.Observe(KeyRange.All, cache);
        for (var step = 0; step < 1500; step++)
        {
            var key = $"/{random.Next(30)}";
            if (random.Next(4) == 0) await writer.DeleteAsync(Key(key));
            else await PutAsync(writer, key, $"{step}");
            if (random.Next(40) == 0) relay.Cut();
            if (random.Next(20) == 0) relay.Mend();
            if (compacts && random.Next(100) == 0 && writer.CurrentRevision > writer.CompactedRevision)
                await writer.CompactAsync(writer.CurrentRevision);
        }

        relay.Mend();
        var last = await PutAsync(writer, "/last", "1");
        await cache.ReachAsync(last);

        Assert.Equal(await ShowAsync(writer), cache.Show());
        Assert.Equal(await ShowAsync(writer), await ShowAsync(away));
        Assert.Equal(0, cache.Disorder);
        if (!compacts) Assert.Equal(Enumerable.Range(2, (int)last - 1).Select(i => (long)i), cache.Events.Select(change => change.Revision));
    }

    [EtcdFact]
    public async Task When_one_address_is_cut_off_the_next_is_taken()
    {
        var etcd = StartServer();
        var relay = Own(new TcpRelay(etcd.Address));
        var store = await OpenAsync(relay.Address, options => options with { Endpoints = [relay.Address, etcd.Address] });
        var cache = new Cache();
        using var observation = store.Observe(KeyRange.All, cache);
        await PutAsync(store, "/a", "1");
        relay.Cut();

        await PutInTheEndAsync(store, "/a", "2");

        Assert.Equal("/a=2", await ShowAsync(store));
        Assert.Equal("/a=2", cache.Show());
    }

    [EtcdFact]
    public async Task A_connection_that_has_gone_silent_is_given_up()
    {
        var etcd = StartServer();
        var relay = Own(new TcpRelay(etcd.Address));
        var store = await OpenAsync(
            relay.Address, options => options with { Endpoints = [relay.Address, etcd.Address], RequestTimeout = TimeSpan.FromSeconds(4) });
        var cache = new Cache();
        using var observation = store.Observe(KeyRange.All, cache);
        await PutAsync(store, "/a", "1");
        relay.Silence();

        // A read turns to the other address, and what it waits for makes the watch turn, too.
        var written = await PutInTheEndAsync(store, "/a", "2");
        Assert.True(await store.CatchUpAsync() >= written);

        Assert.Equal("/a=2", cache.Show());
        Assert.Equal(0, cache.Disorder);
    }

    [EtcdFact]
    public async Task An_etcd_that_has_lost_what_was_seen_stops_the_store()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        for (var i = 0; i < 5; i++) await PutAsync(store, "/a", $"{i}");
        await using var watch = await store.WatchAsync(KeyRange.All);
        etcd.Kill();
        etcd.Erase();
        etcd.Restart();

        var ended = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await TakeAsync(watch, 1));

        Assert.Contains("restored from an older state", ended.Message);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync(store, "/a", "x"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CatchUpAsync());
    }

    [EtcdFact]
    public async Task A_cluster_of_three_goes_on_when_one_is_killed()
    {
        var members = RealEtcd.StartCluster(3);
        foreach (var member in members) Own(member);
        var store = await OpenAsync(
            members[0].Address, options => options with { Endpoints = [.. members.Select(member => member.Address)] });
        var other = await OpenAsync(members[2].Address);
        await using var watch = await store.WatchAsync(KeyRange.All);
        var watching = TakeAsync(watch, 40);
        for (var i = 0; i < 20; i++) await PutInTheEndAsync(store, "/a", $"{i}");
        // The one it talks to.
        members[0].Kill();

        for (var i = 20; i < 40; i++) await PutInTheEndAsync(store, "/a", $"{i}");

        Assert.Equal("39", Text(await other.GetAsync(Key("/a"))));
        var events = await watching;
        Assert.Equal(Enumerable.Range(2, events.Count).Select(i => (long)i), events.Select(change => change.Revision));
    }

    [EtcdFact]
    public async Task Closing_gives_up_what_is_on_its_way()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        etcd.Freeze();
        var writing = PutAsync(store, "/a", "1");
        var reading = store.CatchUpAsync().AsTask();

        await store.DisposeAsync();

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => writing);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => reading);
    }

    [EtcdFact]
    public async Task Who_waits_can_be_called_off()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        etcd.Freeze();
        using var cancellation = new CancellationTokenSource();
        var reading = store.CatchUpAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
