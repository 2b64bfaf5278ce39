namespace Kybernet.Storage.Mvcc;

/// <summary>What a batch of requests changed: what must become durable together before anybody hears of it.</summary>
internal sealed class CommitBatch
{
    /// <summary>The changes in revision order.</summary>
    public List<StoreEvent> Events { get; } = [];

    public List<Lease> GrantedLeases { get; } = [];

    public List<long> EndedLeases { get; } = [];

    /// <summary>The newly compacted revision; 0 when the batch compacts nothing.</summary>
    public long CompactRevision { get; set; }

    public bool IsEmpty => Events.Count == 0 && GrantedLeases.Count == 0 && EndedLeases.Count == 0 && CompactRevision == 0;

    public void Clear()
    {
        Events.Clear();
        GrantedLeases.Clear();
        EndedLeases.Clear();
        CompactRevision = 0;
    }
}
