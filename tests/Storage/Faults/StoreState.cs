using System.Collections.Immutable;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>What is in a store at a revision: a plain map, to hold the store to.</summary>
internal sealed class StoreState
{
    public static readonly StoreState Empty = new(ImmutableSortedDictionary<StoreKey, KeyValue>.Empty);

    private readonly ImmutableSortedDictionary<StoreKey, KeyValue> _items;

    private StoreState(ImmutableSortedDictionary<StoreKey, KeyValue> items) => _items = items;

    public IEnumerable<KeyValue> Items => _items.Values;

    public KeyValue? Find(StoreKey key) => _items.GetValueOrDefault(key);

    /// <summary>The state after a transaction's changes, which must be such as can follow this state.</summary>
    public StoreState After(long revision, IEnumerable<StoreEvent> changes)
    {
        var items = _items.ToBuilder();
        foreach (var change in changes)
        {
            var before = _items.GetValueOrDefault(change.Key);
            Judge.Same(before, change.Previous, $"what was before revision {revision}");
            if (change.Kind == StoreEventKind.Delete)
            {
                Judge.That(before is not null, () => $"revision {revision} deletes {change.Key}, which was not there");
                items.Remove(change.Key);
            }
            else
            {
                var wanted = (before?.CreateRevision ?? revision, revision, (before?.Version ?? 0) + 1);
                var found = (change.KeyValue.CreateRevision, change.KeyValue.ModRevision, change.KeyValue.Version);
                Judge.That(found == wanted, () => $"{change.Key} has created, revision, version {found}, not {wanted}");
                items[change.Key] = change.KeyValue;
            }
        }
        return new StoreState(items.ToImmutable());
    }
}
