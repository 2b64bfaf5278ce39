namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task When_a_lease_ends_its_keys_go_as_one_revision()
    {
        var lease = await Store.Leases.GrantAsync(ttlSeconds: 10);
        await Store.PutAsync(Key("/b"), Value("1"), leaseId: lease.Id);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);
        await PutAsync("/stays", "1");
        await using var watch = await Store.WatchAsync(KeyRange.All);

        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(1), (await Store.Leases.TimeToLiveAsync(lease.Id)).Remaining);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("5-/a 5-/b", Show(await TakeAsync(watch, 2)));
        Assert.Equal("/stays=1", await ShowAsync("/"));
        Assert.Empty(await Store.Leases.ListAsync());
    }

    [Fact]
    public async Task A_lease_that_is_kept_alive_does_not_end()
    {
        var lease = await Store.Leases.GrantAsync(10);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(8));
            Assert.Equal(lease, await Store.Leases.KeepAliveAsync(lease.Id));
        }

        Assert.Equal("/a=1", await ShowAsync("/"));
    }

    [Fact]
    public async Task Leases_end_in_the_order_of_their_deadlines()
    {
        await using var watch = await Store.WatchAsync(KeyRange.All);
        foreach (var ttl in new[] { 30, 10, 20 })
        {
            var lease = await Store.Leases.GrantAsync(ttl);
            await Store.PutAsync(Key($"/{ttl}"), Value("1"), leaseId: lease.Id);
        }
        Assert.Equal(3, (await Store.Leases.ListAsync()).Count);

        Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("2+/30 3+/10 4+/20 5-/10 6-/20 7-/30", Show(await TakeAsync(watch, 6)));
    }

    [Fact]
    public async Task Revoking_deletes_the_keys_at_once()
    {
        var lease = await Store.Leases.GrantAsync(10, leaseId: 42);
        await Store.PutAsync(Key("/a"), Value("1"), leaseId: 42);

        Assert.Equal(42, lease.Id);
        Assert.Equal(3, await Store.Leases.RevokeAsync(42));
        Assert.Equal("", await ShowAsync("/"));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.Leases.RevokeAsync(42));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.Leases.KeepAliveAsync(42));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.Leases.TimeToLiveAsync(42));
    }

    [Fact]
    public async Task A_key_hangs_on_its_last_lease_only()
    {
        var first = await Store.Leases.GrantAsync(10);
        var second = await Store.Leases.GrantAsync(10);
        foreach (var key in new[] { "/moved", "/freed", "/deleted", "/kept" })
            await Store.PutAsync(Key(key), Value("1"), leaseId: first.Id);
        await Store.PutAsync(Key("/moved"), Value("2"), leaseId: second.Id);
        await PutAsync("/freed", "2");
        await DeleteAsync("/deleted");

        Assert.Equal([Key("/kept")], (await Store.Leases.TimeToLiveAsync(first.Id)).Keys);
        Assert.Equal([Key("/moved")], (await Store.Leases.TimeToLiveAsync(second.Id)).Keys);
        Assert.Equal(second.Id, (await Store.GetAsync(Key("/moved")))!.LeaseId);
        await Store.Leases.RevokeAsync(first.Id);
        Assert.Equal("/freed=2 /moved=2", await ShowAsync("/"));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await Store.Leases.GrantAsync(10, leaseId: 7);

        await Assert.ThrowsAsync<LeaseExistsException>(async () => await Store.Leases.GrantAsync(10, leaseId: 7));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Leases.GrantAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Leases.GrantAsync(9_000_000_001));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.PutAsync(Key("/a"), Value("1"), leaseId: 8));
        Assert.Equal(1, Store.CurrentRevision);
    }

    [Fact]
    public async Task The_longest_time_to_live_is_counted_right()
    {
        var lease = await Store.Leases.GrantAsync(9_000_000_000);
        Time.Advance(TimeSpan.FromDays(300));

        var status = await Store.Leases.TimeToLiveAsync(lease.Id);

        Assert.Equal(TimeSpan.FromSeconds(9_000_000_000) - TimeSpan.FromDays(300), status.Remaining);
    }
}
