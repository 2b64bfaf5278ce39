namespace Kybernet.ApiServer.Cache;

/// <summary>A change of one object.</summary>
/// <param name="revision">The store's revision of the change.</param>
/// <param name="current">The object after it; null when it is gone.</param>
/// <param name="previous">The object before it; null when it is new.</param>
internal sealed class CacheEvent(long revision, ObjectEntry? current, ObjectEntry? previous)
{
    private ObjectEntry? _farewell;

    /// <summary>The revision of the change.</summary>
    public long Revision => revision;

    /// <summary>The object after it; null when it is gone.</summary>
    public ObjectEntry? Current => current;

    /// <summary>The object before it; null when it is new.</summary>
    public ObjectEntry? Previous => previous;

    /// <summary>The object before it under the revision of the change: what DELETED carries. Only if there was one.</summary>
    public ObjectEntry Farewell => _farewell ??= previous!.At(revision);

    /// <summary>The key.</summary>
    public Storage.StoreKey Key => (current ?? previous)!.Key;

    /// <summary>About how many bytes the event keeps alive.</summary>
    public int Size => (current?.Size ?? 0) + (previous?.Size ?? 0);
}
