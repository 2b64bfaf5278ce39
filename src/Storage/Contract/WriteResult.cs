namespace Kybernet.Storage;

/// <summary>The answer to a single put or delete.</summary>
/// <param name="Succeeded">Whether the comparison held (always, when there was none) and the write was done.</param>
/// <param name="Revision">The revision of the write; when nothing was written, the store's revision at that moment.</param>
/// <param name="Current">
/// The key as it is now: what was put, or what made the comparison fail. Null when it does not exist (any more).
/// </param>
/// <param name="Previous">The key as it was before; null when it did not exist.</param>
public readonly record struct WriteResult(bool Succeeded, long Revision, KeyValue? Current, KeyValue? Previous);
