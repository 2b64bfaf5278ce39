namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task An_empty_store_is_at_revision_1_and_its_first_write_is_2()
    {
        Assert.Equal(1, Store.CurrentRevision);
        Assert.Equal(2, await PutAsync("/a", "1"));
        Assert.Equal(2, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task A_key_counts_its_versions_and_begins_anew_after_a_deletion()
    {
        await PutAsync("/a", "1");
        await PutAsync("/a", "2");

        var written = await Store.GetAsync(Key("/a"));
        Assert.Equal((2L, 3L, 2L), (written!.CreateRevision, written.ModRevision, written.Version));

        await DeleteAsync("/a");
        Assert.Null(await Store.GetAsync(Key("/a")));

        await PutAsync("/a", "3");
        var reborn = await Store.GetAsync(Key("/a"));
        Assert.Equal((5L, 5L, 1L), (reborn!.CreateRevision, reborn.ModRevision, reborn.Version));
    }

    [ContractFact]
    public async Task A_create_fails_with_what_is_there()
    {
        var created = await Store.PutAsync(Key("/a"), Value("1"), expectedModRevision: 0);
        Assert.True(created.Succeeded);
        Assert.Null(created.Previous);

        var refused = await Store.PutAsync(Key("/a"), Value("2"), expectedModRevision: 0);
        Assert.False(refused.Succeeded);
        Assert.Equal("1", Text(refused.Current));
        Assert.Equal(2, refused.Revision);
        Assert.Equal(2, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task An_update_needs_the_right_revision()
    {
        await PutAsync("/a", "1");

        Assert.False((await Store.PutAsync(Key("/a"), Value("2"), expectedModRevision: 7)).Succeeded);
        var updated = await Store.PutAsync(Key("/a"), Value("2"), expectedModRevision: 2);
        Assert.True(updated.Succeeded);
        Assert.Equal(("2", "1"), (Text(updated.Current), Text(updated.Previous)));
    }

    [ContractFact]
    public async Task An_update_of_a_missing_key_fails_without_a_current_one()
    {
        var refused = await Store.PutAsync(Key("/a"), Value("1"), expectedModRevision: 5);

        Assert.False(refused.Succeeded);
        Assert.Null(refused.Current);
    }

    [ContractFact]
    public async Task A_delete_needs_the_right_revision_and_tells_what_was_there()
    {
        await PutAsync("/a", "1");

        Assert.Equal("1", Text((await Store.DeleteAsync(Key("/a"), expectedModRevision: 9)).Current));
        var deleted = await Store.DeleteAsync(Key("/a"), expectedModRevision: 2);
        Assert.True(deleted.Succeeded);
        Assert.Equal((3L, "1"), (deleted.Revision, Text(deleted.Previous)));
        Assert.False((await Store.DeleteAsync(Key("/a"), expectedModRevision: 2)).Succeeded);
    }

    [ContractFact]
    public async Task Deleting_nothing_makes_no_revision()
    {
        var deleted = await Store.DeleteAsync(Key("/a"));

        Assert.True(deleted.Succeeded);
        Assert.Equal((1L, 1L), (deleted.Revision, Store.CurrentRevision));
    }

    [ContractFact]
    public async Task Of_many_writers_who_compare_with_the_same_revision_one_wins()
    {
        await PutAsync("/a", "0");
        for (var round = 0; round < 20; round++)
        {
            var revision = (await Store.GetAsync(Key("/a")))!.ModRevision;
            var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(
                writer => Task.Run(async () => await Store.PutAsync(Key("/a"), Value($"{writer}"), revision))));

            Assert.Single(attempts, attempt => attempt.Succeeded);
        }
        Assert.Equal(22, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task The_empty_key_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PutAsync(default, Value("1")));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.CommitAsync(new Transaction { Success = [new Operation.Put(default, default)] }));
    }

    [ContractFact]
    public async Task A_cancelled_write_is_not_done()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.PutAsync(Key("/a"), Value("1"), cancellation: new CancellationToken(canceled: true)));
        Assert.Equal(1, Store.CurrentRevision);
    }

    [ContractFact]
    public async Task A_closed_store_refuses_everything()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PutAsync("/a", "1"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Store.GetAsync(Key("/a")));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Store.WatchAsync(KeyRange.All));
        await Store.DisposeAsync();
    }
}
