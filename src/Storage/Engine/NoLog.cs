using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>The log of a store that lives in memory only.</summary>
internal sealed class NoLog(long identity) : ICommitLog
{
    public bool HoldsHistory => false;

    public bool HasSweepWork => false;

    public MvccState Open(TimeSpan now) => new() { Identity = identity };

    public void Append(CommitBatch batch)
    {
    }

    public List<StoreEvent> Read(long from, long to, KeyRange range) =>
        throw new InvalidOperationException("A store without a log keeps its history in the event buffer.");

    public void Sweep()
    {
    }

    public bool Shrink() => false;

    public StoreSize Measure() => default;

    public void Dispose()
    {
    }
}
