using System.Net;
using Kybernet.ApiServer.Strategies.Services.Repair;
using Kybernet.Base;
using Kybernet.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>Which API servers live.</summary>
public sealed class MasterLeasesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly IEmbeddedStore _store;
    private readonly MasterLeases _one;
    private readonly MasterLeases _other;

    public MasterLeasesTests()
    {
        _store = MemoryStore.Create(new ExecutionEnvironment { Time = _time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default });
        _one = new MasterLeases(_store, IPAddress.Parse("192.0.2.1"));
        _other = new MasterLeases(_store, IPAddress.Parse("192.0.2.2"));
    }

    public async Task InitializeAsync()
    {
        await _one.RenewAsync(CancellationToken.None);
        await _other.RenewAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task WhoKeepsItsLeaseAliveLives()
    {
        Assert.Equal("192.0.2.1 192.0.2.2", await ShowAsync());
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await _one.RenewAsync(CancellationToken.None);
            await _other.RenewAsync(CancellationToken.None);
        }
        Assert.Equal("192.0.2.1 192.0.2.2", await ShowAsync());
    }

    [Fact]
    public async Task WhoDoesNotIsGoneAfterFifteenSecondsAndCanComeBack()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        await _one.RenewAsync(CancellationToken.None);
        Assert.Equal("192.0.2.1 192.0.2.2", await ShowAsync());
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("192.0.2.1", await ShowAsync());

        await _other.RenewAsync(CancellationToken.None);
        Assert.Equal("192.0.2.1 192.0.2.2", await ShowAsync());
    }

    [Fact]
    public async Task WhoLeavesIsGoneAtOnce()
    {
        await _one.RemoveAsync(CancellationToken.None);

        Assert.Equal("192.0.2.2", await ShowAsync());
    }

    [Fact]
    public async Task KeptAliveCostsNoWrite()
    {
        var before = _store.CurrentRevision;

        await _one.RenewAsync(CancellationToken.None);

        Assert.Equal(before, _store.CurrentRevision);
    }

    [Fact]
    public async Task AKeyThatSomebodyDeletedComesBack()
    {
        await _store.DeleteAsync(StoreKey.Parse("/registry/masterleases/192.0.2.1"));
        Assert.Equal("192.0.2.2", await ShowAsync());

        await _one.RenewAsync(CancellationToken.None);

        Assert.Equal("192.0.2.1 192.0.2.2", await ShowAsync());
    }

    [Fact]
    public async Task AServerThatWasStartedAgainTakesItsOldPlace()
    {
        var again = new MasterLeases(_store, IPAddress.Parse("192.0.2.1"));
        await again.RenewAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
        await again.RenewAsync(CancellationToken.None);

        // The lease of its former life runs out, and takes nothing with it.
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("192.0.2.1", await ShowAsync());
    }

    private async Task<string> ShowAsync() => string.Join(' ', await _one.ListAsync(CancellationToken.None));
}
