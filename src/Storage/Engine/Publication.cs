namespace Kybernet.Storage.Engine;

/// <summary>
/// What a store shows to others, kept in step: observers first, then the event buffer, then the view of the readers. Published by one
/// thread at a time; registered with, and read, by any.
/// </summary>
internal sealed class Publication
{
    private readonly ObserverTable _observers = new();

    /// <summary>Held while something is published, so that who registers sees it wholly or not at all.</summary>
    private readonly Lock _lock = new();
    private volatile StoreView _view;

    /// <summary>Begins with a state that nobody has to be told of.</summary>
    /// <param name="view">The state.</param>
    /// <param name="bufferCount">How many recent changes to keep.</param>
    /// <param name="bufferBytes">How many bytes these may hold.</param>
    public Publication(StoreView view, int bufferCount, long bufferBytes)
    {
        _view = view;
        Ring = new EventRing(bufferCount, bufferBytes, view.Revision + 1);
    }

    /// <summary>The recent changes.</summary>
    public EventRing Ring { get; }

    /// <summary>The state that readers see.</summary>
    public StoreView View => _view;

    /// <summary>Hands the state to an observer, and then every change.</summary>
    public IDisposable Observe(KeyRange range, ICommitObserver observer)
    {
        lock (_lock)
        {
            var view = _view;
            observer.OnSnapshot(new StoreSnapshot(view.Revision, range, view.Keys));
            return new Observation(this, _observers.Add(range, observer));
        }
    }

    /// <summary>Tells everybody of changes.</summary>
    /// <param name="revision">The store's revision after them.</param>
    /// <param name="events">The changes in revision order.</param>
    /// <param name="view">Makes the state after them; called when observers and buffer have them.</param>
    public void Publish(long revision, List<StoreEvent> events, Func<StoreView> view)
    {
        lock (_lock)
        {
            _observers.Publish(revision, events);
            Ring.Append(events);
            _view = view();
        }
    }

    private sealed class Observation(Publication publication, ObserverTable.Entry entry) : IDisposable
    {
        public void Dispose()
        {
            lock (publication._lock) publication._observers.Remove(entry);
        }
    }
}
