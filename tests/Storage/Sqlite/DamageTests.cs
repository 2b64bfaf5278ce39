using Kybernet.Storage.Mvcc;
using Kybernet.Storage.Sqlite;

namespace Kybernet.Storage.Tests.Sqlite;

public sealed class DamageTests : SqliteFixture
{
    [Theory]
    [InlineData("UPDATE revision SET value = 'x' || value WHERE version = 2", "revision 4 of /a fails its checksum")]
    [InlineData("UPDATE revision SET key = CAST('/z' AS BLOB) WHERE version = 2", "revision 4 of /z fails its checksum")]
    [InlineData("UPDATE revision SET id = id + 1048576 WHERE version = 2", "revision 5 of /a fails its checksum")]
    [InlineData("UPDATE revision SET lease = 9 WHERE version = 2", "revision 4 of /a fails its checksum")]
    [InlineData("DELETE FROM revision WHERE id = 2 << 20", "revision 4 of /a follows 2, but 0 is there")]
    [InlineData("UPDATE lease SET ttl = 11", "lease ff fails its checksum")]
    [InlineData("UPDATE lease SET id = 254", "lease fe fails its checksum")]
    [InlineData("UPDATE mark SET revision = 3 WHERE name = 'compacted'", "the mark 'compacted' fails its checksum")]
    [InlineData("DELETE FROM mark WHERE name = 'swept'", "the mark 'swept' is missing")]
    [InlineData("PRAGMA user_version = 0", "its schema version is 0")]
    public async Task A_damaged_row_is_noticed_and_named(string damage, string problem)
    {
        await OpenAsync();
        await PutAsync("/a", "1");
        await PutAsync("/b", "1");
        await PutAsync("/a", "2");
        await Store!.Leases.GrantAsync(10, leaseId: 255);
        await CloseAsync();
        Tamper(damage.Replace("'x' || value", "CAST('x' || value AS BLOB)"));

        var refused = await RefusedAsync();

        Assert.Equal(
            $"{File}: the file is damaged: {problem}. Restore it from a backup, or move it away to start with an empty store",
            refused.Message);
        Assert.Equal(File, refused.Path);
    }

    [Fact]
    public async Task A_key_whose_lease_is_missing_is_noticed()
    {
        await OpenAsync();
        var lease = await Store!.Leases.GrantAsync(10, leaseId: 255);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);
        await CloseAsync();
        Tamper("DELETE FROM lease");

        Assert.Contains("lease ff of /a is missing", (await RefusedAsync()).Message);
    }

    [Fact]
    public async Task Overwritten_pages_are_noticed()
    {
        await OpenAsync();
        await PutAllAsync(200, i => $"/{i}", i => new string('x', 1000));
        await CloseAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        Array.Fill<byte>(bytes, 0xa5, bytes.Length / 2, 8192);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        Assert.Contains($"{File}: the file is damaged", (await RefusedAsync()).Message);
    }

    [Fact]
    public async Task A_page_that_hangs_nowhere_is_noticed()
    {
        await OpenAsync();
        await PutAllAsync(200, i => $"/{i}", i => new string('x', 1000));
        await CloseAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        // The cells of the last page full of rows: one less, and nothing else says that there was one more.
        var page = Enumerable.Range(1, bytes.Length / 8192 - 1).Last(at => bytes[at * 8192] == 13) * 8192;
        bytes[page + 4]--;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        Assert.Contains($"{File}: the file is damaged", (await RefusedAsync()).Message);
    }

    [Fact]
    public void A_revision_that_vanishes_under_a_running_store_is_noticed_by_who_reads_its_history()
    {
        using SqliteCommitLog log = new(File, new MachineFiles());
        log.Open(TimeSpan.Zero);
        log.Append(Batch(2, "/a"));
        log.Append(Batch(3, "/b"));
        log.Append(Batch(4, "/a"));
        log.Dispose();
        Tamper("DELETE FROM revision WHERE id >> 20 = 3");
        log.Open(TimeSpan.Zero);

        var refused = Assert.Throws<StoreFileException>(() => log.Read(2, 4, KeyRange.Prefix("/a")));

        Assert.Contains("of revisions 2 to 4 only 2 are there", refused.Message);
    }

    [Fact]
    public async Task A_file_of_the_version_before_is_brought_up_to_date()
    {
        await OpenAsync();
        await Store!.Leases.GrantAsync(10, leaseId: 255);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: 255);
        await Store.CompactAsync(2);
        await CloseAsync();
        Tamper("ALTER TABLE lease DROP COLUMN checksum", "ALTER TABLE mark DROP COLUMN checksum", "PRAGMA user_version = 1");

        await OpenAsync();
        await OpenAsync();

        Assert.Equal("/a=1", await ShowAsync());
        Assert.Equal((2, 10), (Store!.CompactedRevision, (await Store.Leases.TimeToLiveAsync(255)).Lease.TtlSeconds));
        await CloseAsync();
        Assert.Equal(2, Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var text = string.Concat(Enumerable.Repeat("these are not the rows you are looking for\n", 100));
        await System.IO.File.WriteAllTextAsync(File, text);

        Assert.Contains($"{File}: this is not a file of Kybernet's store: it is not a database", (await RefusedAsync()).Message);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        Tamper("CREATE TABLE kine (id INTEGER PRIMARY KEY)");
        var before = await System.IO.File.ReadAllBytesAsync(File);

        Assert.Contains("this is not a file of Kybernet's store: its application id is 0", (await RefusedAsync()).Message);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_the_way_out()
    {
        await OpenAsync();
        await CloseAsync();
        Tamper("PRAGMA user_version = 3");

        Assert.Equal(
            $"{File}: it was written by a newer Kybernet (schema 3, this one knows 2). Use that version or a newer one",
            (await RefusedAsync()).Message);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        Directory.CreateDirectory(File);

        Assert.StartsWith($"{File}: it cannot be opened", (await RefusedAsync()).Message);
        Directory.Delete(File);
    }

    [Fact]
    public async Task A_file_whose_making_was_interrupted_is_made_anew()
    {
        Tamper("PRAGMA page_size=8192", "PRAGMA auto_vacuum=INCREMENTAL", "PRAGMA journal_mode=WAL");

        await OpenAsync();
        await PutAsync("/a", "1");

        Assert.Equal("/a=1", await ShowAsync());
    }

    [Fact]
    public async Task The_file_is_made_as_intended()
    {
        await OpenAsync();
        await PutAsync("/a", "1");
        await CloseAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(8192, Number("PRAGMA page_size"));
        Assert.Equal(2, Number("PRAGMA auto_vacuum"));
        Assert.Equal(0x4b79626e, Number("PRAGMA application_id"));
        Assert.Equal(2, Number("PRAGMA user_version"));
        Assert.Equal(1, Number("SELECT 1 FROM pragma_journal_mode WHERE journal_mode = 'wal'"));
    }

    private static CommitBatch Batch(long revision, string key)
    {
        CommitBatch batch = new();
        batch.Events.Add(new StoreEvent(StoreEventKind.Put, new KeyValue(Key($"{key}/{revision}"), Value("1"), revision, revision, 1), null));
        return batch;
    }
}
