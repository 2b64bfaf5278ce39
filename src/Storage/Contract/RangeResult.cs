namespace Kybernet.Storage;

/// <summary>The answer to a range read.</summary>
/// <param name="Items">The items in key order.</param>
/// <param name="Count">How many keys the whole range has, whatever the limit.</param>
/// <param name="More">Whether the limit cut items off. The next page starts at the last item's <see cref="StoreKey.Next"/>.</param>
/// <param name="Revision">
/// The store's revision when it answered. A read without revision saw exactly this state, so that a watch from
/// <c>Revision + 1</c> goes on without gap; a read at an older revision saw that one.
/// </param>
public sealed record RangeResult(IReadOnlyList<KeyValue> Items, long Count, bool More, long Revision);
