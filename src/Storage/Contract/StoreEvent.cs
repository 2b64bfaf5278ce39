namespace Kybernet.Storage;

/// <summary>What happened to a key.</summary>
public enum StoreEventKind
{
    /// <summary>It was created or written over.</summary>
    Put,

    /// <summary>It was deleted, by a request or by the end of its lease.</summary>
    Delete,
}

/// <summary>One change of one key. A transaction changes a key at most once.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="KeyValue">
/// The key as it is now. After a deletion only <see cref="KeyValue.Key"/> and <see cref="KeyValue.ModRevision"/> (the revision of
/// the deletion) say something: the value is empty, version and creation are 0.
/// </param>
/// <param name="Previous">The key as it was before; null when it did not exist.</param>
public sealed record StoreEvent(StoreEventKind Kind, KeyValue KeyValue, KeyValue? Previous)
{
    /// <summary>The revision of the transaction that made the change.</summary>
    public long Revision => KeyValue.ModRevision;

    /// <summary>The key that changed.</summary>
    public StoreKey Key => KeyValue.Key;

    /// <summary>Whether the key came into being by this change.</summary>
    public bool IsCreate => Kind == StoreEventKind.Put && Previous is null;
}
