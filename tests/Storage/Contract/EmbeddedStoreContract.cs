using Kybernet.Base;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Storage.Tests.Contract;

/// <summary>
/// What a store must do besides whose data is in this process: it shares the writers' arrays, and its leases go by the clock that it
/// is given.
/// </summary>
public abstract class EmbeddedStoreContract : StoreContract
{
    protected FakeTimeProvider Time { get; } = new();

    protected ExecutionEnvironment Environment => new() { Time = Time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default };

    [Fact]
    public async Task The_value_is_shared_not_copied()
    {
        var value = Value("shared");
        await Store.PutAsync(Key("/a"), value);

        Assert.True((await Store.GetAsync(Key("/a")))!.Value.Equals(value));
    }

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
    public async Task The_longest_time_to_live_is_counted_right()
    {
        var lease = await Store.Leases.GrantAsync(9_000_000_000);
        Time.Advance(TimeSpan.FromDays(300));

        var status = await Store.Leases.TimeToLiveAsync(lease.Id);

        Assert.Equal(TimeSpan.FromSeconds(9_000_000_000) - TimeSpan.FromDays(300), status.Remaining);
    }
}
