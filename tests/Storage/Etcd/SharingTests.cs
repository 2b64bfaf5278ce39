namespace Kybernet.Storage.Tests.Etcd;

/// <summary>Several stores over one etcd.</summary>
public sealed class SharingTests : EtcdFixture
{
    [EtcdFact]
    public async Task What_one_has_written_the_other_reads_at_once()
    {
        var etcd = StartServer();
        var stores = new[] { await OpenAsync(etcd.Address), await OpenAsync(etcd.Address) };
        for (var i = 0; i < 200; i++)
        {
            await PutAsync(stores[i % 2], "/a", $"{i}");
            Assert.Equal($"{i}", Text(await stores[(i + 1) % 2].GetAsync(Key("/a"))));
        }
    }

    [EtcdFact]
    public async Task Caches_are_current_when_catching_up_returns()
    {
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        var reader = await OpenAsync(etcd.Address);
        var cache = new Cache();
        using var observation = reader.Observe(KeyRange.All, cache);
        for (var i = 0; i < 100; i++)
        {
            var written = await PutAsync(writer, $"/{i % 5}", $"{i}");
            Assert.True(await reader.CatchUpAsync() >= written);
            Assert.Contains($"/{i % 5}={i}", cache.Show().Split(' '));
        }

        Assert.Equal(0, cache.Disorder);
    }

    [EtcdFact]
    public async Task Many_readers_share_few_questions_and_none_reads_the_past()
    {
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        var reader = await OpenAsync(etcd.Address);
        var written = 0L;
        var done = false;
        var reading = Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                var before = Volatile.Read(ref written);
                Assert.True(await reader.CatchUpAsync() >= before);
            }
        })).ToList();
        for (var i = 0; i < 300; i++) Volatile.Write(ref written, await PutAsync(writer, "/a", $"{i}"));
        Volatile.Write(ref done, true);
        await Task.WhenAll(reading);
    }

    [EtcdFact]
    public async Task Keys_of_others_are_not_seen_and_do_not_hold_up_who_catches_up()
    {
        var etcd = StartServer();
        var ours = await OpenAsync(etcd.Address, options => options with { Prefix = "/ours" });
        var theirs = await OpenAsync(etcd.Address, options => options with { Prefix = "/theirs/" });
        var all = await OpenAsync(etcd.Address, options => options with { KeyPrefix = "", Prefix = "" });
        await PutAsync(ours, "/a", "1");
        var last = 0L;
        for (var i = 0; i < 5; i++) last = await PutAsync(theirs, "/a", "2");

        Assert.Equal(last, await ours.CatchUpAsync());
        Assert.Equal("/a=1", await ShowAsync(ours));
        Assert.Equal("/ours/a=1 /theirs/a=2", await ShowAsync(all));
        Assert.Equal("/ours/a=1", await ShowAsync(all, 2));
        Assert.Equal("/a=1", await ShowAsync(ours, 2));
    }

    [EtcdFact]
    public async Task Of_two_who_compare_and_swap_none_loses_a_write()
    {
        var etcd = StartServer();
        var stores = new[] { await OpenAsync(etcd.Address), await OpenAsync(etcd.Address) };
        await Task.WhenAll(stores.SelectMany(store => new[] { store, store }).Select(store => Task.Run(async () =>
        {
            for (var done = 0; done < 50;)
            {
                var current = await store.GetAsync(Key("/count"));
                var next = int.Parse(Text(current) ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1;
                if ((await store.PutAsync(Key("/count"), Value($"{next}"), current?.ModRevision ?? 0)).Succeeded) done++;
            }
        })));

        Assert.Equal("200", Text(await stores[0].GetAsync(Key("/count"))));
    }

    [EtcdFact]
    public async Task Who_lost_a_comparison_sees_what_it_lost_to()
    {
        var etcd = StartServer();
        var writer = await OpenAsync(etcd.Address);
        var loser = await OpenAsync(etcd.Address);
        for (var i = 0; i < 50; i++)
        {
            var written = await PutAsync(writer, "/a", $"{i}");
            var lost = await loser.PutAsync(Key("/a"), Value("x"), expectedModRevision: written - 1);
            Assert.False(lost.Succeeded);
            Assert.Equal((written, $"{i}"), (loser.Snapshot().Find(Key("/a"))!.ModRevision, Text(lost.Current)));
        }
    }

    [EtcdFact]
    public async Task Compaction_by_another_is_told_with_its_revision()
    {
        var etcd = StartServer();
        var first = await OpenAsync(etcd.Address);
        var second = await OpenAsync(etcd.Address, options => options with { EventBufferCount = 1 });
        for (var i = 0; i < 10; i++) await PutAsync(first, "/a", $"{i}");
        await second.CatchUpAsync();
        await first.CompactAsync(6);

        var read = await Assert.ThrowsAsync<CompactedException>(async () => await second.GetAsync(Key("/a"), revision: 3));
        Assert.Equal((3L, 6L), (read.Revision, read.CompactedRevision));
        await Assert.ThrowsAsync<CompactedException>(async () => await second.CompactAsync(5));
        await Assert.ThrowsAsync<CompactedException>(async () => await second.WatchAsync(KeyRange.All, 5));
        Assert.Equal(6, second.CompactedRevision);
        Assert.Equal("/a=4", await ShowAsync(second, 6));
    }

    [EtcdFact]
    public async Task A_watch_of_what_another_compacts_is_refused()
    {
        var etcd = StartServer();
        var first = await OpenAsync(etcd.Address);
        var second = await OpenAsync(etcd.Address, options => options with { EventBufferCount = 1 });
        for (var i = 0; i < 10; i++) await PutAsync(first, "/a", $"{i}");
        await second.CatchUpAsync();
        await using var watch = await second.WatchAsync(KeyRange.All, startRevision: 3);
        await first.CompactAsync(8);

        await Assert.ThrowsAsync<CompactedException>(async () => await TakeAsync(watch, 1));
    }

    [EtcdFact]
    public async Task What_is_too_large_for_etcd_is_refused_with_its_words()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(async () => await PutAsync(store, "/a", new string('x', 1_800_000)));
        Assert.Contains("request is too large", refused.Message);

        var operations = Enumerable.Range(0, 129).Select(i => new Operation.Put(Key($"/{i}"), Value("v")));
        await Assert.ThrowsAsync<TransactionTooLargeException>(async () => await store.CommitAsync(new Transaction { Success = [.. operations] }));
        Assert.Equal("", await ShowAsync(store));
    }
}
