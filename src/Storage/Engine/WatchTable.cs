namespace Kybernet.Storage.Engine;

/// <summary>Who is watching.</summary>
internal sealed class WatchTable(IWatchSource source)
{
    private readonly Lock _lock = new();
    private readonly HashSet<StoreWatch> _watches = [];
    private long _wokenAt;

    /// <summary>A watch from a revision that the source has, or will have next.</summary>
    public StoreWatch Add(KeyRange range, long startRevision)
    {
        var watch = new StoreWatch(source, this, range, startRevision);
        lock (_lock) _watches.Add(watch);
        return watch;
    }

    public void Remove(StoreWatch watch)
    {
        lock (_lock) _watches.Remove(watch);
    }

    /// <summary>Wakes all of them, if there is something new. Called by one thread at a time.</summary>
    public void Wake()
    {
        var revision = source.CurrentRevision;
        if (_wokenAt == revision && source.End is null) return;
        _wokenAt = revision;
        lock (_lock)
            foreach (var watch in _watches) watch.Wake();
    }
}
