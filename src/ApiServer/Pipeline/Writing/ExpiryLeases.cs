using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>
/// Leases for objects that go away by themselves. Objects written within a minute share one, as upstream has it, so that
/// thousands of events do not make thousands of leases; each lives a little longer than asked for, never shorter.
/// </summary>
internal sealed class ExpiryLeases(ILeases leases, TimeProvider time)
{
    private const int MaxObjectsPerLease = 1000;
    private static readonly TimeSpan MaxShared = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<TimeSpan, Shared> _current = [];

    /// <summary>A lease that lives at least that long.</summary>
    public async ValueTask<long> TakeAsync(TimeSpan atLeast, CancellationToken cancellation)
    {
        var shared = MaxShared < atLeast / 20 ? MaxShared : atLeast / 20;
        lock (_lock)
        {
            if (_current.TryGetValue(atLeast, out var lease) && time.GetUtcNow() < lease.Until && lease.Objects++ < MaxObjectsPerLease) return lease.Id;
        }

        var granted = await leases.GrantAsync((long)Math.Ceiling((atLeast + shared).TotalSeconds), cancellation: cancellation);
        lock (_lock) _current[atLeast] = new Shared { Id = granted.Id, Until = time.GetUtcNow() + shared, Objects = 1 };
        return granted.Id;
    }

    private sealed class Shared
    {
        public required long Id { get; init; }

        public required DateTimeOffset Until { get; init; }

        public int Objects { get; set; }
    }
}
