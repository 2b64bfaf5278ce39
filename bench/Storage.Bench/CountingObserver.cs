namespace Kybernet.Storage.Bench;

/// <summary>Stands for the API server's cache.</summary>
internal sealed class CountingObserver : ICommitObserver
{
    public long Events { get; private set; }

    public void OnSnapshot(StoreSnapshot snapshot)
    {
    }

    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events) => Events += events.Length;
}
