namespace Kybernet.Storage.Engine;

/// <summary>Where watches get their changes from: recent ones at once, older ones from wherever the store keeps its history.</summary>
internal interface IWatchSource
{
    /// <summary>The newest revision that watches may deliver.</summary>
    long CurrentRevision { get; }

    /// <summary>From this revision on watches need no history.</summary>
    long OldestAtHand { get; }

    /// <summary>Why nothing more will come; null while something may.</summary>
    StoreUnavailableException? End { get; }

    /// <summary>Changes from the event buffer; null when it does not reach back that far.</summary>
    EventSlice? ReadAtHand(long from, long to, KeyRange range);

    /// <summary>Changes from the event buffer, or some of them from the history.</summary>
    /// <exception cref="CompactedException">They have been compacted.</exception>
    ValueTask<EventSlice> ReadEventsAsync(long from, long to, KeyRange range, CancellationToken cancellation);
}
