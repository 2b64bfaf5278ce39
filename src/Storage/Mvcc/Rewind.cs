using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>
/// Keys as they were: takes a later state, and undoes the first change that each key saw since. What is not undone stays as it was,
/// shared with the later state.
/// </summary>
internal sealed class Rewind(BTreeSnapshot<StoreKey, KeyValue> later)
{
    private readonly CopyOnWriteBTree<StoreKey, KeyValue> _keys = new(later);
    private readonly HashSet<StoreKey> _undone = [];

    /// <summary>The keys, as far as changes have been undone.</summary>
    public BTreeSnapshot<StoreKey, KeyValue> Keys => _keys.Snapshot();

    /// <summary>Undoes changes; they, and later calls, must go on in revision order.</summary>
    public void Undo(IEnumerable<StoreEvent> changes)
    {
        foreach (var change in changes)
        {
            if (!_undone.Add(change.Key)) continue;
            if (change.Previous is { } previous) _keys.Set(change.Key, previous);
            else _keys.Remove(change.Key);
        }
    }
}
