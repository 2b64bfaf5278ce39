namespace Kybernet.Storage.Engine;

/// <summary>Who is watching.</summary>
internal sealed partial class EmbeddedStore
{
    private long _wokenAt;

    public ValueTask<IStoreWatch> WatchAsync(KeyRange range, long startRevision = 0, CancellationToken cancellation = default)
    {
        var view = Readable(0);
        if (startRevision == 0) startRevision = view.Revision + 1;
        if (startRevision > view.Revision + 1) throw new FutureRevisionException(startRevision, view.Revision);
        if (startRevision <= view.CompactedRevision) throw new CompactedException(startRevision, view.CompactedRevision);
        var watch = new StoreWatch(this, range, startRevision);
        lock (_watchesLock) _watches.Add(watch);
        return ValueTask.FromResult<IStoreWatch>(watch);
    }

    public void Forget(StoreWatch watch)
    {
        lock (_watchesLock) _watches.Remove(watch);
    }

    private void WakeWatches()
    {
        if (_wokenAt == CurrentRevision && !_ended) return;
        _wokenAt = CurrentRevision;
        lock (_watchesLock)
            foreach (var watch in _watches) watch.Wake();
    }
}
