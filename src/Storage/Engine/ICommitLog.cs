using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>Where batches become durable. Called by the store's writer only, one call at a time; what fails throws.</summary>
internal interface ICommitLog : IDisposable
{
    /// <summary>
    /// Whether <see cref="Read"/> knows every change since the compacted revision. Otherwise the event buffer is all the history
    /// there is, and what it drops counts as compacted.
    /// </summary>
    bool HoldsHistory { get; }

    /// <summary>Whether <see cref="Sweep"/> has something to do.</summary>
    bool HasSweepWork { get; }

    /// <summary>The state after all that is durable. Opens, and after a failure reopens, the file.</summary>
    /// <param name="now">From when on the leases' time counts.</param>
    MvccState Open(TimeSpan now);

    /// <summary>Makes a batch durable, all of it or nothing, and gives back as much of what compaction freed as it needs itself. After an exception the outcome is unknown until <see cref="Open"/>.</summary>
    void Append(CommitBatch batch);

    /// <summary>The changes of these revisions (both included) in a range.</summary>
    /// <exception cref="StoreFileException">They cannot be read.</exception>
    List<StoreEvent> Read(long from, long to, KeyRange range);

    /// <summary>Gives back some of the space that compaction freed; takes a few milliseconds at most.</summary>
    void Sweep();

    /// <summary>
    /// Gives back some of the space that is free, also what <see cref="Sweep"/> keeps for the writes to come. False: there is no more.
    /// </summary>
    bool Shrink();

    /// <summary>How much room the log takes.</summary>
    StoreSize Measure();
}
