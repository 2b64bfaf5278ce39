using Kybernet.Storage.Engine;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Tests.Sqlite;

/// <summary>A log whose disk fails when told to.</summary>
internal sealed class FaultyLog(ICommitLog log) : ICommitLog
{
    public enum Fault
    {
        None,
        BeforeTheCommit,
        AfterTheCommit,
    }

    /// <summary>What befalls the next batch.</summary>
    public Fault Next { get; set; }

    public bool RefuseToOpen { get; set; }

    /// <summary>Set: batches wait here before they are written.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>How many changes each written batch had.</summary>
    public List<int> Batches { get; } = [];

    public bool HoldsHistory => log.HoldsHistory;

    public bool HasSweepWork => log.HasSweepWork;

    public MvccState Open(TimeSpan now) => RefuseToOpen ? throw new IOException("the disk is gone") : log.Open(now);

    public void Append(CommitBatch batch)
    {
        Gate.Wait();
        var fault = Next;
        Next = Fault.None;
        if (fault == Fault.BeforeTheCommit) throw new IOException("the disk is gone");
        log.Append(batch);
        Batches.Add(batch.Events.Count);
        if (fault == Fault.AfterTheCommit) throw new IOException("the disk is gone");
    }

    public List<StoreEvent> Read(long from, long to, KeyRange range) => log.Read(from, to, range);

    public void Sweep() => log.Sweep();

    public bool Shrink() => log.Shrink();

    public StoreSize Measure() => log.Measure();

    public void Dispose() => log.Dispose();
}
