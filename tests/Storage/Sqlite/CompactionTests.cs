using Kybernet.Storage.Sqlite;

namespace Kybernet.Storage.Tests.Sqlite;

public sealed class CompactionTests : SqliteFixture
{
    [Fact]
    public async Task Physical_compaction_leaves_the_rows_that_are_still_needed_and_shrinks_the_file()
    {
        await OpenAsync();
        var large = new string('x', 20_000);
        await PutAllAsync(600, i => $"/{i % 3}", i => large + i);
        await PutAsync("/gone", "1");
        await Store!.DeleteAsync(Key("/gone"));
        await CloseAsync();
        var size = new FileInfo(File).Length;
        Assert.Equal(602, Number("SELECT count(*) FROM revision"));

        await OpenAsync();
        await Store!.CompactAsync(600, physical: true);
        Assert.Equal(3, (await Store.RangeAsync(KeyRange.All, new RangeOptions { Revision = 600 })).Count);
        Assert.Equal("1", Text(await Store.GetAsync(Key("/gone"), 602)));
        await Store.CompactAsync(603, physical: true);
        await CloseAsync();

        Assert.Equal(3, Number("SELECT count(*) FROM revision"));
        Assert.True(new FileInfo(File).Length < size / 2, $"{new FileInfo(File).Length} of {size} bytes");
        await OpenAsync();
        Assert.Equal((603L, 603L, 3), (Store!.CurrentRevision, Store.CompactedRevision, Store.Snapshot().Count));
        Assert.EndsWith("xx599", Text(await Store.GetAsync(Key("/2"))));
    }

    [Fact]
    public async Task The_revision_survives_when_nothing_else_is_left()
    {
        await OpenAsync();
        await PutAsync("/a", "1");
        await Store!.DeleteAsync(Key("/a"));
        await Store.CompactAsync(3, physical: true);

        await OpenAsync();

        Assert.Equal((3L, 3L), (Store!.CurrentRevision, Store.CompactedRevision));
        Assert.Equal(4, (await Store.PutAsync(Key("/a"), Value("2"))).Revision);
        await OpenAsync();
        Assert.Equal("/a=2", await ShowAsync());
    }

    [Fact]
    public async Task Compaction_that_was_interrupted_goes_on_after_a_restart()
    {
        await OpenAsync();
        await PutAllAsync(1000, i => $"/{i % 4}", i => $"{i}");
        await CloseAsync();
        Tamper($"UPDATE mark SET revision = 900, checksum = {Checksum.Of(Mark.Compacted, 900)} WHERE name = '{Mark.Compacted}'");

        await OpenAsync();
        Assert.Equal(900, Store!.CompactedRevision);
        await Store.CompactAsync(1001, physical: true);
        await CloseAsync();

        Assert.Equal(4, Number("SELECT count(*) FROM revision"));
        await OpenAsync();
        Assert.Equal("/0=996 /1=997 /2=998 /3=999", await ShowAsync());
    }

    [Fact]
    public async Task Between_compactions_reads_and_writes_stay_right()
    {
        await OpenAsync(new EmbeddedStoreOptions { EventBufferCount = 20 });
        var random = new Random(11);
        var model = new SortedDictionary<string, string>();
        var history = new Dictionary<long, string>();
        for (var i = 0; i < 800; i++)
        {
            var key = $"/{random.Next(25):d2}";
            if (random.Next(3) == 0)
            {
                await Store!.DeleteAsync(Key(key));
                model.Remove(key);
            }
            else
            {
                await PutAsync(key, $"{i}");
                model[key] = $"{i}";
            }
            history[Store!.CurrentRevision] = string.Join(' ', model.Select(pair => $"{pair.Key}={pair.Value}"));
            if (i % 200 == 199) await Store.CompactAsync(Store.CurrentRevision - 100, physical: i % 400 == 199);
            if (i % 350 == 349) await OpenAsync(new EmbeddedStoreOptions { EventBufferCount = 20 });
        }

        foreach (var (revision, wanted) in history.Where(state => state.Key % 5 == 0))
        {
            if (revision < Store!.CompactedRevision) await Assert.ThrowsAsync<CompactedException>(async () => await ShowAsync(revision));
            else Assert.Equal(wanted, await ShowAsync(revision));
        }
    }
}
