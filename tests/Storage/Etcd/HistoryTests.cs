namespace Kybernet.Storage.Tests.Etcd;

/// <summary>What was there before the store was opened, and more than a message or a buffer holds.</summary>
public sealed class HistoryTests : EtcdFixture
{
    [EtcdFact]
    public async Task A_store_opened_later_has_all_and_replays_what_was_before_it()
    {
        const int writes = 1400;
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        for (var i = 0; i < writes; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 99).Select(n => PutAsync(writer, $"/{n % 40:d2}", $"{n}")));
            await writer.DeleteAsync(Key($"/{i / 100:d2}"));
        }

        var later = await OpenAsync(etcd.Address, options => options with { PageSize = 7 });
        Assert.Equal(await ShowAsync(writer), await ShowAsync(later));
        Assert.Equal(await ShowAsync(writer, 700), await ShowAsync(later, 700));
        await using var seen = await writer.WatchAsync(KeyRange.All, startRevision: 2);
        await using var replayed = await later.WatchAsync(KeyRange.All, startRevision: 2);
        var wanted = await TakeAsync(seen, writes);
        var events = await TakeAsync(replayed, writes);

        Assert.Equal(wanted.Select(Describe), events.Select(Describe));
    }

    [EtcdFact]
    public async Task A_replay_goes_over_into_what_comes()
    {
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        for (var i = 0; i < 20; i++) await PutAsync(writer, $"/{i % 2}", $"{i}");
        var later = await OpenAsync(etcd.Address);
        await using var watch = await later.WatchAsync(KeyRange.Prefix("/1"), startRevision: 10);
        for (var i = 20; i < 40; i++) await PutAsync(writer, $"/{i % 2}", $"{i}");

        var events = await TakeAsync(watch, 16);

        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"{9 + 2 * i}"), events.Select(change => Text(change.KeyValue)));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"{7 + 2 * i}"), events.Select(change => Text(change.Previous)));
    }

    [EtcdFact]
    public async Task Pages_that_are_too_large_for_a_message_are_asked_for_in_halves()
    {
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        var value = new string('x', 10_000);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PutAsync(writer, $"/{i:d2}", value)));
        await writer.DeleteAsync(Key("/00"));

        var small = await OpenAsync(etcd.Address, options => options with { MaxMessageBytes = 64_000 });

        Assert.Equal(59, small.Snapshot().Count);
        Assert.Equal(60, (await small.RangeAsync(KeyRange.All, new RangeOptions { Revision = 61 })).Items.Count);
        var page = await small.RangeAsync(KeyRange.From(Key("/10")), new RangeOptions { Revision = 61, Limit = 20 });
        Assert.Equal((20, 50L, true), (page.Items.Count, page.Count, page.More));
    }

    [EtcdFact]
    public async Task Changes_that_etcd_cuts_in_pieces_are_put_together_again()
    {
        // What this one has to catch up with is far more than a message that it takes.
        var etcd = StartServer();
        var relay = Own(new TcpRelay(etcd.Address));
        var writer = await OpenAsync(etcd.Address);
        var away = await OpenAsync(relay.Address, options => options with { MaxMessageBytes = 4 << 20, EventBufferBytes = 64 << 20 });
        var cache = new Cache();
        using var observation = away.Observe(KeyRange.All, cache);
        await using var watch = await away.WatchAsync(KeyRange.All);
        relay.Cut();
        var value = new string('x', 9_000);
        for (var round = 0; round < 10; round++)
            await writer.CommitAsync(new Transaction { Success = [.. Enumerable.Range(0, 100).Select(i => new Operation.Put(Key($"/{i:d2}"), Value(value + round)))] });
        relay.Mend();

        await cache.ReachAsync(writer.CurrentRevision);

        Assert.Equal(await ShowAsync(writer), cache.Show());
        Assert.Equal(0, cache.Disorder);
        Assert.Equal(Enumerable.Range(2, 10).SelectMany(revision => Enumerable.Repeat((long)revision, 100)), cache.Events.Select(change => change.Revision));
        await foreach (var batch in watch.ReadAllAsync(Patience))
        {
            Assert.Equal(0, batch.Events.Count % 100);
            if (batch.Revision == writer.CurrentRevision) break;
        }
    }

    private static string Describe(StoreEvent change) =>
        $"{change.Revision} {change.Kind} {change.Key}={Text(change.KeyValue)}({change.KeyValue.Version}) was {Text(change.Previous)}({change.Previous?.Version})";
}
