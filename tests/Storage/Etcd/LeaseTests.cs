namespace Kybernet.Storage.Tests.Etcd;

/// <summary>Leases by etcd's own clock, which nobody can set.</summary>
public sealed class LeaseTests : EtcdFixture
{
    [EtcdFact]
    public async Task When_a_lease_ends_its_keys_go_as_one_revision()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        var lease = await store.Leases.GrantAsync(ttlSeconds: 1);
        await store.PutAsync(Key("/b"), Value("1"), leaseId: lease.Id);
        await store.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);
        await PutAsync(store, "/stays", "1");
        await using var watch = await store.WatchAsync(KeyRange.All);

        var events = await TakeAsync(watch, 2);

        Assert.Equal(["5 Delete /a", "5 Delete /b"], events.Select(change => $"{change.Revision} {change.Kind} {change.Key}").Order());
        Assert.Equal("/stays=1", await ShowAsync(store));
        Assert.Empty(await store.Leases.ListAsync());
    }

    [EtcdFact]
    public async Task A_lease_that_is_kept_alive_outlives_one_that_is_not()
    {
        var etcd = StartServer();
        var store = await OpenAsync(etcd.Address);
        await using var watch = await store.WatchAsync(KeyRange.All);
        var kept = await store.Leases.GrantAsync(ttlSeconds: 2);
        await store.PutAsync(Key("/kept"), Value("1"), leaseId: kept.Id);
        var left = await store.Leases.GrantAsync(ttlSeconds: 3);
        await store.PutAsync(Key("/left"), Value("1"), leaseId: left.Id);

        var watching = TakeAsync(watch, 3);
        while (!watching.IsCompleted) Assert.Equal(kept, await store.Leases.KeepAliveAsync(kept.Id));

        Assert.Equal("/left", (await watching)[^1].Key.ToString());
        Assert.Equal("/kept=1", await ShowAsync(store));
    }

    [EtcdFact]
    public async Task A_lease_is_known_to_all_and_shows_each_its_own_keys()
    {
        var etcd = StartServer();
        var first = await OpenAsync(etcd.Address, options => options with { Prefix = "/first" });
        var second = await OpenAsync(etcd.Address, options => options with { Prefix = "/second" });
        var lease = await first.Leases.GrantAsync(3660);
        await first.PutAsync(Key("/a"), Value("1"), leaseId: lease.Id);
        await second.PutAsync(Key("/b"), Value("1"), leaseId: lease.Id);

        var status = await second.Leases.TimeToLiveAsync(lease.Id);

        Assert.Equal((lease, "/b"), (status.Lease, Assert.Single(status.Keys).ToString()));
        Assert.InRange(status.Remaining, TimeSpan.FromSeconds(3600), TimeSpan.FromSeconds(3660));
        Assert.Equal([lease.Id], await second.Leases.ListAsync());
    }
}
