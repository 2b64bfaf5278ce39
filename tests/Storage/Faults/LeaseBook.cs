namespace Kybernet.Storage.Tests.Faults;

/// <summary>The leases that were asked for, and what is known of them.</summary>
internal sealed class LeaseBook
{
    /// <summary>A time to live that no run lasts.</summary>
    public const long Forever = 1_000_000;

    private readonly SortedDictionary<long, Entry> _leases = [];

    public int Count => _leases.Count;

    public long Any(Random random) => _leases.Keys.ElementAt(random.Next(_leases.Count));

    public void TryToGrant(long id, long ttl) => _leases[id] = new Entry(ttl);

    public void Granted(long id) => _leases[id].IsGranted = true;

    public void TryToEnd(long id) => _leases[id].MayHaveEnded = true;

    public void Ended(long id) => _leases[id].HasEnded = true;

    public long Ttl(long id) => _leases[id].Ttl;

    /// <summary>Whether it is certain that it is there.</summary>
    public bool MustExist(long id) => _leases[id] is { IsGranted: true, MayHaveEnded: false, Ttl: Forever };

    /// <summary>Whether it is certain that it is not.</summary>
    public bool MustNotExist(long id) => _leases[id].HasEnded;

    public void Compare(IReadOnlyList<long> found)
    {
        foreach (var id in found) Judge.That(_leases.ContainsKey(id) && !MustNotExist(id), () => $"lease {id:x} is there");
        foreach (var id in _leases.Keys) Judge.That(!MustExist(id) || found.Contains(id), () => $"lease {id:x} is gone");
    }

    private sealed class Entry(long ttl)
    {
        public long Ttl => ttl;

        public bool IsGranted { get; set; }

        public bool MayHaveEnded { get; set; }

        public bool HasEnded { get; set; }
    }
}
