using Kybernet.Storage.Tests.Sqlite;

namespace Kybernet.Storage.Tests.Snapshots;

/// <summary>A store goes into a file and comes back.</summary>
public sealed class SnapshotTests : SqliteFixture
{
    private readonly TemporaryDirectory _directory = new();

    private string Snapshot => _directory.File("snapshot");

    private string Restored => _directory.File("restored/store.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Keys_revisions_versions_and_leases_come_back()
    {
        var before = await FillAsync();

        SqliteStore.Restore(Restored, SnapshotFile.Read(Snapshot));

        await using var store = await SqliteStore.OpenAsync(Restored, Environment);
        Assert.Equal((before.Revision, before.Revision), (store.CurrentRevision, store.CompactedRevision));
        Assert.Equal(Show(before), Show(await store.CaptureAsync()));
        Assert.NotEqual(Store!.Identity, store.Identity);
        await Assert.ThrowsAsync<CompactedException>(async () => await store.WatchAsync(KeyRange.All, before.Revision));
        // Life goes on: a lease still deletes its key, and the next revision is the next.
        Assert.Equal(before.Revision + 1, await store.Leases.RevokeAsync(before.Leases[0].Id));
        Assert.Null(await store.GetAsync(Key("/leased")));
    }

    [Fact]
    public async Task The_revision_can_be_raised()
    {
        var before = await FillAsync();

        SqliteStore.Restore(Restored, SnapshotFile.Read(Snapshot), bumpRevision: 1_000_000);

        await using var store = await SqliteStore.OpenAsync(Restored, Environment);
        Assert.Equal(before.Revision + 1_000_000, store.CurrentRevision);
        Assert.Equal(Show(before)[(Show(before).IndexOf('\n') + 1)..], Show(await store.CaptureAsync())[(Show(await store.CaptureAsync()).IndexOf('\n') + 1)..]);
        Assert.Equal(before.Revision + 1_000_001, (await store.PutAsync(Key("/a/1"), Value("new"))).Revision);
    }

    [Fact]
    public async Task The_revision_can_be_raised_only_so_far_that_there_is_room_for_writes()
    {
        var before = await FillAsync();
        var most = (1L << 42) - 1 - before.Revision;
        Assert.Throws<StoreFileException>(() => SqliteStore.Restore(Restored, SnapshotFile.Read(Snapshot), most + 1));
        Assert.Throws<StoreFileException>(() => SqliteStore.Restore(Restored, SnapshotFile.Read(Snapshot), long.MaxValue));

        SqliteStore.Restore(Restored, SnapshotFile.Read(Snapshot), most);

        await using (var store = await SqliteStore.OpenAsync(Restored, Environment)) await store.PutAsync(Key("/a/1"), Value("new"));
        await using var again = await SqliteStore.OpenAsync(Restored, Environment);
        Assert.Equal((1L << 42, "new"), (again.CurrentRevision, Text((await again.GetAsync(Key("/a/1")))!)));
    }

    [Fact]
    public async Task A_store_that_is_there_is_not_written_over()
    {
        await FillAsync();
        var image = SnapshotFile.Read(Snapshot);
        SqliteStore.Restore(Restored, image);

        var refused = Assert.Throws<StoreFileException>(() => SqliteStore.Restore(Restored, image));

        Assert.Contains("there is a store already", refused.Message);
    }

    [Fact]
    public async Task Any_byte_that_is_wrong_is_noticed()
    {
        await FillAsync();
        var good = await System.IO.File.ReadAllBytesAsync(Snapshot);
        for (var at = 0; at < good.Length; at += 7)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x10;
            await System.IO.File.WriteAllBytesAsync(Snapshot, bad);
            Assert.Throws<StoreFileException>(() => SnapshotFile.Read(Snapshot));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(512)]
    [InlineData(-1)]
    [InlineData(-32)]
    public async Task A_file_that_was_cut_off_is_noticed(int length)
    {
        await FillAsync();
        var good = await System.IO.File.ReadAllBytesAsync(Snapshot);
        await System.IO.File.WriteAllBytesAsync(Snapshot, good[..(length < 0 ? good.Length + length : length)]);

        Assert.Throws<StoreFileException>(() => SnapshotFile.Read(Snapshot));
    }

    [Fact]
    public async Task Its_length_is_known_before()
    {
        var image = await FillAsync();

        Assert.Equal(SnapshotFile.Length(image), new FileInfo(Snapshot).Length);
        // Where etcdctl looks for the hash.
        Assert.Equal(SnapshotFile.HashBytes, new FileInfo(Snapshot).Length % 512);
    }

    [Fact]
    public async Task A_copy_into_another_store_keeps_bytes_leases_and_the_order_of_revisions()
    {
        var image = await FillAsync();
        await using var other = MemoryStore.Create(Environment);

        await StoreCopy.WriteAsync(image, other);

        var copy = await other.CaptureAsync();
        Assert.Null(StoreCopy.FindDifference(image, copy));
        Assert.Equal(
            image.ByRevision().Select(revision => string.Join(' ', revision.Select(item => item.Key))),
            copy.ByRevision().Select(revision => string.Join(' ', revision.Select(item => item.Key))));
        Assert.Equal(image.Leases, copy.Leases);

        await other.PutAsync(Key("/a/2"), Value("changed"));
        Assert.Equal(Key("/a/2"), StoreCopy.FindDifference(image, await other.CaptureAsync()));
    }

    private async Task<StoreImage> FillAsync()
    {
        await OpenAsync();
        await PutAllAsync(50, i => $"/a/{i % 7}", i => new string('x', i) + i);
        var lease = await Store!.Leases.GrantAsync(3600);
        await Store.PutAsync(Key("/leased"), Value("1"), leaseId: lease.Id);
        await Store.CommitAsync(new Transaction
        {
            Success = [new Operation.Put(Key("/together/2"), Value("2")), new Operation.Put(Key("/together/1"), default), new Operation.Delete(Key("/a/3"))],
        });
        var image = await Store.CaptureAsync();
        await using var output = System.IO.File.Create(Snapshot);
        await SnapshotFile.WriteAsync(image, output);
        return image;
    }

    private static string Show(StoreImage image) =>
        $"{image.Revision}\n{string.Join(' ', image.Leases)}\n" + string.Join('\n', image.Items().Select(item =>
            $"{item.Key} {Text(item)} {item.CreateRevision} {item.ModRevision} {item.Version} {item.LeaseId:x}"));
}
