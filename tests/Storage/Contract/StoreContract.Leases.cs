namespace Kybernet.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [ContractFact]
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

    [ContractFact]
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

    [ContractFact]
    public async Task What_makes_no_sense_is_refused()
    {
        await Store.Leases.GrantAsync(10, leaseId: 7);

        await Assert.ThrowsAsync<LeaseExistsException>(async () => await Store.Leases.GrantAsync(10, leaseId: 7));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Leases.GrantAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Leases.GrantAsync(9_000_000_001));
        await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await Store.PutAsync(Key("/a"), Value("1"), leaseId: 8));
        Assert.Equal(1, Store.CurrentRevision);
    }
}
