namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task A_range_is_ordered_bytewise_limited_and_counted()
    {
        foreach (var key in new[] { "/p/b", "/p/B", "/p/a", "/p/a/x", "/p0", "/q" }) await PutAsync(key, "v");

        var page = await Store.RangeAsync(KeyRange.Prefix("/p/"), new RangeOptions { Limit = 3 });
        Assert.Equal(["/p/B", "/p/a", "/p/a/x"], page.Items.Select(item => item.Key.ToString()));
        Assert.Equal((4L, true, 7L), (page.Count, page.More, page.Revision));

        var rest = await Store.RangeAsync(new KeyRange(page.Items[^1].Key.Next(), Key("/p/").PrefixEnd()), new RangeOptions { Limit = 3 });
        Assert.Equal(["/p/b"], rest.Items.Select(item => item.Key.ToString()));
        Assert.False(rest.More);
    }

    [ContractFact]
    public async Task Counting_and_keys_only_leave_out_what_they_say()
    {
        await PutAsync("/a", "1");
        await PutAsync("/b", "2");

        var counted = await Store.RangeAsync(KeyRange.All, new RangeOptions { CountOnly = true });
        Assert.Equal((0, 2L), (counted.Items.Count, counted.Count));

        var keys = await Store.RangeAsync(KeyRange.From(Key("/b")), new RangeOptions { KeysOnly = true });
        Assert.True(Assert.Single(keys.Items).Value.IsEmpty);
        Assert.Equal(3, keys.Items[0].ModRevision);
    }

    [ContractFact]
    public async Task The_past_is_read_as_it_was()
    {
        await PutAsync("/a", "1");
        await PutAsync("/b", "1");
        await PutAsync("/a", "2");
        await DeleteAsync("/b");
        await PutAsync("/c", "1");
        await PutAsync("/b", "2");

        Assert.Equal("", await ShowAsync("/", 1));
        Assert.Equal("/a=1", await ShowAsync("/", 2));
        Assert.Equal("/a=1 /b=1", await ShowAsync("/", 3));
        Assert.Equal("/a=2 /b=1", await ShowAsync("/", 4));
        Assert.Equal("/a=2", await ShowAsync("/", 5));
        Assert.Equal("/a=2 /c=1", await ShowAsync("/", 6));
        Assert.Equal("/a=2 /b=2 /c=1", await ShowAsync("/", 7));
        Assert.Equal("1", Text(await Store.GetAsync(Key("/a"), revision: 3)));
        Assert.Null(await Store.GetAsync(Key("/b"), revision: 5));
    }

    [ContractFact]
    public async Task Pages_of_a_past_revision_do_not_see_later_writes()
    {
        for (var i = 0; i < 20; i++) await PutAsync($"/p/{i:d2}", "old");
        var first = await Store.RangeAsync(KeyRange.Prefix("/p/"), new RangeOptions { Limit = 10 });
        for (var i = 0; i < 20; i += 2) await DeleteAsync($"/p/{i:d2}");
        for (var i = 20; i < 25; i++) await PutAsync($"/p/{i:d2}", "new");

        var second = await Store.RangeAsync(
            new KeyRange(first.Items[^1].Key.Next(), Key("/p/").PrefixEnd()), new RangeOptions { Revision = first.Revision, Limit = 6 });

        Assert.Equal(["/p/10", "/p/11", "/p/12", "/p/13", "/p/14", "/p/15"], second.Items.Select(item => item.Key.ToString()));
        Assert.Equal((10L, true, Store.CurrentRevision), (second.Count, second.More, second.Revision));
    }

    [ContractFact]
    public async Task The_future_cannot_be_read()
    {
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.GetAsync(Key("/a"), revision: 2));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await ShowAsync("/", 2));
    }

    [ContractFact]
    public async Task What_is_compacted_cannot_be_read()
    {
        for (var i = 0; i < 5; i++) await PutAsync("/a", $"{i}");

        await Store.CompactAsync(4);

        Assert.Equal(4, Store.CompactedRevision);
        Assert.Equal("/a=2", await ShowAsync("/", 4));
        Assert.Equal("/a=3", await ShowAsync("/", 5));
        var refused = await Assert.ThrowsAsync<CompactedException>(async () => await ShowAsync("/", 3));
        Assert.Equal((3L, 4L), (refused.Revision, refused.CompactedRevision));
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.GetAsync(Key("/a"), revision: 2));
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.WatchAsync(KeyRange.All, startRevision: 4));
        Assert.Equal("5+/a 6+/a", Show(await TakeAsync(await Store.WatchAsync(KeyRange.All, startRevision: 5), 2)));
    }

    [ContractFact]
    public async Task Compaction_goes_forward_only_and_not_beyond_now()
    {
        await PutAsync("/a", "1");
        await PutAsync("/a", "2");
        await Store.CompactAsync(2, physical: true);

        await Assert.ThrowsAsync<CompactedException>(async () => await Store.CompactAsync(2));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.CompactAsync(4));
        await Store.CompactAsync(3, physical: true);
        Assert.Equal("/a=2", await ShowAsync("/"));
        Assert.Equal("/a=2", await ShowAsync("/", 3));
    }

    [ContractFact]
    public async Task A_snapshot_stays_as_it_is()
    {
        await PutAsync("/a", "1");
        var snapshot = Store.Snapshot();
        await PutAsync("/a", "2");
        await PutAsync("/b", "2");

        Assert.Equal((2L, 1), (snapshot.Revision, snapshot.Count));
        Assert.Equal("1", Text(snapshot.Find(Key("/a"))));
        Assert.Equal("1", Text(Assert.Single(snapshot.Items())));
    }
}
