namespace Kybernet.Storage;

/// <summary>A store that this process alone keeps: it can be measured, tidied and copied as a whole.</summary>
public interface IEmbeddedStore : IObservableStore
{
    /// <summary>A number made by chance when the store was made: tells it from every other, restored copies included.</summary>
    long Identity { get; }

    /// <summary>Why no write is taken now; null when all is well.</summary>
    StoreUnavailableException? Ailment { get; }

    /// <summary>How much room it takes.</summary>
    ValueTask<StoreSize> MeasureAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Gives back all the room that is free (etcd's defragment). In small steps: others' writes go on in between.
    /// </summary>
    ValueTask DefragmentAsync(CancellationToken cancellation = default);

    /// <summary>Everything in the store at one moment, at next to no cost: what is copied later is that moment's.</summary>
    ValueTask<StoreImage> CaptureAsync(CancellationToken cancellation = default);
}

/// <summary>How much room a store takes.</summary>
/// <param name="AllocatedBytes">What its files take on disk; 0 in memory.</param>
/// <param name="UsedBytes">What of them holds something.</param>
public readonly record struct StoreSize(long AllocatedBytes, long UsedBytes);
