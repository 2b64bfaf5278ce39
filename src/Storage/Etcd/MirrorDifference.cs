using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// What must have happened between two states of which the changes in between are gone: the least that leads from the one to the other.
/// </summary>
internal static class MirrorDifference
{
    /// <summary>
    /// The changes in revision order. When a key was deleted is not known any more: at the new state's revision at the latest, and
    /// before its creation if it came into being again.
    /// </summary>
    public static List<StoreEvent> Between(
        BTreeSnapshot<StoreKey, KeyValue> before, BTreeSnapshot<StoreKey, KeyValue> after, long revision)
    {
        var events = new List<StoreEvent>();
        foreach (var (key, item) in before.All)
            if (!after.TryGetValue(key, out var now)) events.Add(Deletion(item, revision));
            else if (now.CreateRevision != item.CreateRevision) events.Add(Deletion(item, now.CreateRevision - 1));
        foreach (var (key, item) in after.All)
        {
            if (!before.TryGetValue(key, out var was) || was.CreateRevision != item.CreateRevision)
                events.Add(new StoreEvent(StoreEventKind.Put, item, null));
            else if (was.ModRevision != item.ModRevision)
                events.Add(new StoreEvent(StoreEventKind.Put, item, was));
        }

        return [.. events.OrderBy(change => change.Revision)];
    }

    private static StoreEvent Deletion(KeyValue item, long revision) =>
        new(StoreEventKind.Delete, new KeyValue(item.Key, default, 0, revision, 0), item);
}
