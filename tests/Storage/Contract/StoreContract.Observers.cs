namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task An_observer_gets_what_is_there_and_then_every_change_before_the_writer_hears_of_it()
    {
        await PutAsync("/a/1", "1");
        await PutAsync("/b/1", "1");
        var cache = new Cache();
        using var _ = Store.Observe(KeyRange.Prefix("/a/"), cache);
        Assert.Equal((3L, "/a/1=1"), (cache.SnapshotRevision, cache.Show()));

        await PutAsync("/a/2", "2");
        Assert.Equal("/a/1=1 /a/2=2", cache.Show());
        await DeleteAsync("/a/1");
        Assert.Equal("/a/2=2", cache.Show());
        await PutAsync("/b/2", "2");
        Assert.Equal((5L, "/a/2=2"), (cache.Revision, cache.Show()));
    }

    [ContractFact]
    public async Task Observers_of_overlapping_ranges_each_get_theirs()
    {
        var ranges = new[]
        {
            KeyRange.All, KeyRange.Prefix("/a/"), KeyRange.Prefix("/a/b/"), KeyRange.Prefix("/c/"), KeyRange.Prefix("/a/b/"),
            KeyRange.Single(Key("/c/1")), new KeyRange(Key("/a/b/2"), Key("/c/2")), KeyRange.From(Key("/c/2")),
        };
        var caches = ranges.Select(range => (Range: range, Cache: new Cache())).ToList();
        foreach (var (range, cache) in caches) Store.Observe(range, cache);

        foreach (var key in new[] { "/a/1", "/a/b/1", "/a/b/2", "/b", "/c/1", "/c/2", "/d" }) await PutAsync(key, "v");

        foreach (var (range, cache) in caches)
        {
            var wanted = (await Store.RangeAsync(range)).Items;
            Assert.Equal(wanted.Select(item => item.Key), cache.Items.Keys);
            Assert.NotEmpty(wanted);
        }
    }

    [ContractFact]
    public async Task Registering_amid_writes_misses_nothing_and_repeats_nothing()
    {
        var done = false;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref done); i++)
            {
                await Store.PutAsync(Key($"/{writer}/{i % 50}"), Value($"{i}"));
                if (i % 3 == 0) await Store.DeleteAsync(Key($"/{writer}/{(i + 25) % 50}"));
            }
        })).ToList();
        var caches = new List<Cache>();
        for (var i = 0; i < 30; i++)
        {
            caches.Add(new Cache());
            Store.Observe(KeyRange.All, caches[^1]);
            await PutAsync("/main", $"{i}");
        }
        Volatile.Write(ref done, true);
        await Task.WhenAll(writers);

        var truth = await ShowAsync("/");
        foreach (var cache in caches) Assert.Equal((truth, Store.CurrentRevision, 0), (cache.Show(), cache.Revision, cache.Disorder));
    }

    [ContractFact]
    public async Task An_observer_that_is_disposed_hears_nothing_more()
    {
        var cache = new Cache();
        Store.Observe(KeyRange.All, cache).Dispose();

        await PutAsync("/a", "1");

        Assert.Empty(cache.Items);
    }

    [ContractFact]
    public async Task An_observer_that_throws_stops_the_store()
    {
        await PutAsync("/a", "1");
        Store.Observe(KeyRange.All, new Broken());

        await PutAsync("/a", "2");

        var stopped = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync("/a", "3"));
        Assert.Contains("broken cache", stopped.Message);
    }

    private sealed class Cache : ICommitObserver
    {
        public SortedDictionary<StoreKey, KeyValue> Items { get; } = [];

        public long SnapshotRevision { get; private set; }

        public long Revision { get; private set; }

        public int Disorder { get; private set; }

        public void OnSnapshot(StoreSnapshot snapshot)
        {
            SnapshotRevision = Revision = snapshot.Revision;
            foreach (var item in snapshot.Items()) Items.Add(item.Key, item);
        }

        public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
        {
            foreach (var change in events)
            {
                if (change.Revision < Revision || change.Revision <= SnapshotRevision || change.Revision > revision) Disorder++;
                if (!ReferenceEquals(Items.GetValueOrDefault(change.Key), change.Previous)) Disorder++;
                if (change.Kind == StoreEventKind.Put) Items[change.Key] = change.KeyValue;
                else Items.Remove(change.Key);
            }
            Revision = revision;
        }

        public string Show() => string.Join(' ', Items.Values.Select(item => $"{item.Key}={Text(item)}"));
    }

    private sealed class Broken : ICommitObserver
    {
        public void OnSnapshot(StoreSnapshot snapshot)
        {
        }

        public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events) => throw new InvalidOperationException("broken cache");
    }
}
