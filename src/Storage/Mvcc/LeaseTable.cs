namespace Kybernet.Storage.Mvcc;

/// <summary>The leases, their deadlines, and the keys that hang on them. Time is what the caller says it is.</summary>
internal sealed class LeaseTable
{
    private readonly SortedDictionary<long, Entry> _leases = [];
    private readonly SortedSet<(TimeSpan Deadline, long Id)> _deadlines = [];

    /// <summary>When the next lease ends; null when there is none.</summary>
    public TimeSpan? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Min.Deadline;

    public IEnumerable<long> Ids => _leases.Keys;

    public IEnumerable<Lease> All => _leases.Values.Select(static entry => entry.Lease);

    public bool Contains(long id) => _leases.ContainsKey(id);

    public void Add(Lease lease, TimeSpan now)
    {
        var entry = new Entry(lease) { Deadline = now + TimeSpan.FromSeconds(lease.TtlSeconds) };
        if (!_leases.TryAdd(lease.Id, entry)) throw new LeaseExistsException(lease.Id);
        _deadlines.Add((entry.Deadline, lease.Id));
    }

    public Lease KeepAlive(long id, TimeSpan now)
    {
        var entry = Find(id);
        _deadlines.Remove((entry.Deadline, id));
        entry.Deadline = now + TimeSpan.FromSeconds(entry.Lease.TtlSeconds);
        _deadlines.Add((entry.Deadline, id));
        return entry.Lease;
    }

    /// <summary>Drops a lease; its keys, in order, are the caller's to delete.</summary>
    public IReadOnlyCollection<StoreKey> Remove(long id)
    {
        var entry = Find(id);
        _leases.Remove(id);
        _deadlines.Remove((entry.Deadline, id));
        return entry.Keys;
    }

    public LeaseStatus Status(long id, TimeSpan now)
    {
        var entry = Find(id);
        var remaining = entry.Deadline - now;
        return new LeaseStatus(entry.Lease, remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, [.. entry.Keys]);
    }

    /// <summary>A lease whose time is up; 0 when there is none.</summary>
    public long FindExpired(TimeSpan now) => NextDeadline <= now ? _deadlines.Min.Id : 0;

    /// <summary>Refuses a lease that does not exist; 0 is no lease and always right.</summary>
    public void Require(long id)
    {
        if (id != 0) Find(id);
    }

    /// <summary>Hangs a key on another lease than before (0: none).</summary>
    public void Move(StoreKey key, long from, long to)
    {
        if (from == to) return;
        if (from != 0 && _leases.TryGetValue(from, out var old)) old.Keys.Remove(key);
        if (to != 0) Find(to).Keys.Add(key);
    }

    private Entry Find(long id) => _leases.TryGetValue(id, out var entry) ? entry : throw new LeaseNotFoundException(id);

    private sealed class Entry(Lease lease)
    {
        public Lease Lease => lease;

        public TimeSpan Deadline { get; set; }

        public SortedSet<StoreKey> Keys { get; } = [];
    }
}
