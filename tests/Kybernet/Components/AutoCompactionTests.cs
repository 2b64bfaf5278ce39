using Kybernet.Base;
using Kybernet.Host.Commands.Components;
using Kybernet.Host.Flags;
using Kybernet.Storage;

namespace Kybernet.Host.Tests.Components;

public sealed class AutoCompactionTests
{
    private static readonly StoreKey Key = StoreKey.Parse("/registry/a");

    private readonly Simulation _simulation = new();
    private readonly IEmbeddedStore _store;

    public AutoCompactionTests() => _store = MemoryStore.Create(_simulation.Environment);

    [Theory]
    [InlineData("", 0)]
    [InlineData("--auto-compaction-retention=0", 0)]
    [InlineData("--auto-compaction-retention=2", 7200)]
    [InlineData("--auto-compaction-retention=90s", 90)]
    [InlineData("--auto-compaction-mode=periodic --auto-compaction-retention=1h30m", 5400)]
    public void A_bare_number_is_hours(string line, int seconds) => Assert.Equal(new AutoCompaction { Period = TimeSpan.FromSeconds(seconds) }, Parse(line));

    [Theory]
    [InlineData("--auto-compaction-mode=revision", 0)]
    [InlineData("--auto-compaction-mode=revision --auto-compaction-retention=1000", 1000)]
    public void Or_revisions(string line, long revisions) => Assert.Equal(new AutoCompaction { Revisions = revisions }, Parse(line));

    [Theory]
    [InlineData("--auto-compaction-mode=never", "--auto-compaction-mode: there is no mode never, only periodic and revision")]
    [InlineData("--auto-compaction-mode=revision --auto-compaction-retention=5m", "--auto-compaction-retention: 5m is no number of revisions")]
    [InlineData("--auto-compaction-mode=revision --auto-compaction-retention=-5", "--auto-compaction-retention: -5 is no number of revisions")]
    [InlineData("--auto-compaction-retention=-5m", "--auto-compaction-retention: -5m is less than 0")]
    [InlineData("--auto-compaction-retention=soon", "--auto-compaction-retention: time: invalid duration \"soon\"")]
    public void What_is_wrong_is_told(string line, string message) => Assert.Equal(message, Assert.Throws<FlagException>(() => Parse(line)).Message);

    [Fact]
    public void What_was_superseded_a_period_ago_goes_each_period()
    {
        Start(new AutoCompaction { Period = TimeSpan.FromMinutes(10) });
        Assert.Equal([0, 1, 11, 21], CompactedAfterEach(TimeSpan.FromMinutes(10), writes: 10, times: 4));
    }

    [Fact]
    public void A_period_of_hours_is_looked_after_each_hour()
    {
        Start(new AutoCompaction { Period = TimeSpan.FromHours(3) });
        Assert.Equal([0, 0, 0, 1, 11, 21], CompactedAfterEach(TimeSpan.FromHours(1), writes: 10, times: 6));
    }

    [Fact]
    public void So_many_revisions_are_kept()
    {
        Start(new AutoCompaction { Revisions = 15 });
        Assert.Equal([0, 0, 6, 16], CompactedAfterEach(TimeSpan.FromMinutes(5), writes: 10, times: 4));
    }

    [Fact]
    public void Without_either_all_is_kept()
    {
        Start(new AutoCompaction());
        Assert.Equal([0, 0, 0], CompactedAfterEach(TimeSpan.FromDays(1), writes: 10, times: 3));
    }

    private void Start(AutoCompaction compaction)
    {
        _ = _simulation.Environment.Run(() => compaction.RunAsync(_store, _simulation.Environment.Time, CancellationToken.None));
        _simulation.Settle();
    }

    /// <summary>Up to which revision history is gone, before each of some writes that are so far apart.</summary>
    private List<long> CompactedAfterEach(TimeSpan pause, int writes, int times)
    {
        List<long> compacted = [];
        for (var i = 0; i < times; i++)
        {
            compacted.Add(_store.CompactedRevision);
            _simulation.Run(async () =>
            {
                for (var write = 0; write < writes; write++) await _store.PutAsync(Key, default);
            });
            _simulation.Advance(pause);
        }
        return compacted;
    }

    private static AutoCompaction Parse(string line)
    {
        FlagTable table = new();
        AutoCompactionFlags flags = new(table);
        return flags.Of(table.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
