using Kybernet.Api;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// A cache of a collection, kept current by a reflector, and handlers that are told of its changes (upstream's
/// SharedIndexInformer). Objects are frozen: many share them.
/// </summary>
/// <typeparam name="T">The kind of object.</typeparam>
public sealed partial class SharedInformer<T> : ISharedInformer, ILister<T>, IReflectorStore<T>
    where T : KubeObject, new()
{
    private readonly Indexer<T> _cache = new();
    private readonly Reflector<T> _reflector;
    private readonly ILogger _logger;

    // Completed outside of locks, and so in line: WaitAsync would otherwise go by way of the thread pool, which a simulation
    // does not wait for.
    private readonly TaskCompletionSource _synced = new();

    // Held while the cache changes and the handlers are told, so that a handler that comes later misses nothing and gets
    // nothing twice.
    private readonly Lock _gate = new();
    private readonly List<IInformerHandler<T>> _handlers = [];

    /// <summary>An informer that is not running yet.</summary>
    public SharedInformer(ListWatch<T> source, ExecutionEnvironment environment, ILogger logger)
    {
        _logger = logger;
        _reflector = new Reflector<T>(source, this, environment, logger);
        Resource = source.Resource;
    }

    /// <inheritdoc/>
    public GroupVersionResource Resource { get; }

    /// <inheritdoc/>
    public bool HasSynced => _synced.Task.IsCompleted;

    /// <inheritdoc/>
    public string LastResourceVersion => _reflector.LastResourceVersion;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellation) => _reflector.RunAsync(cancellation);

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken cancellation) => _synced.Task.WaitAsync(cancellation);

    /// <summary>Adds an index over the objects; see <see cref="ByIndex"/>.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _cache.AddIndex(name, values);

    /// <summary>Adds a handler and tells it at once of all that is there already.</summary>
    public void AddHandler(IInformerHandler<T> handler)
    {
        lock (_gate)
        {
            foreach (var value in _cache.List()) Tell(handler, null, value, initial: true);
            _handlers.Add(handler);
        }
    }

    /// <summary>Tells a handler nothing more.</summary>
    public void RemoveHandler(IInformerHandler<T> handler)
    {
        lock (_gate) _handlers.Remove(handler);
    }

    /// <inheritdoc/>
    public T? Get(ObjectKey key) => _cache.Get(key);

    /// <summary>The object of that name, or null.</summary>
    public T? Get(string ns, string name) => _cache.Get(new ObjectKey(ns, name));

    /// <inheritdoc/>
    public IReadOnlyList<T> List() => _cache.List();

    /// <inheritdoc/>
    public IReadOnlyList<T> List(string ns) => _cache.List(ns);

    /// <inheritdoc/>
    public IReadOnlyList<T> ByIndex(string index, string value) => _cache.ByIndex(index, value);

    void IReflectorStore<T>.Replace(ObjectList<T> list)
    {
        lock (_gate)
        {
            HashSet<ObjectKey> present = new(list.Items.Count);
            foreach (var value in list.Items)
            {
                present.Add(ObjectKey.Of(value));
                Put(value, initial: !HasSynced);
            }

            foreach (var old in _cache.List())
            {
                if (!present.Contains(ObjectKey.Of(old))) TakeOut(old);
            }
        }

        _synced.TrySetResult();
    }

    void IReflectorStore<T>.Apply(WatchEvent<T> change)
    {
        lock (_gate)
        {
            if (change.Type == WatchEventType.Deleted) TakeOut(change.Object);
            else Put(change.Object, initial: false);
        }
    }

    private void Put(T value, bool initial)
    {
        var old = _cache.Set(value);
        if (old is not null && old.Metadata.ResourceVersion == value.Metadata.ResourceVersion) return;
        foreach (var handler in _handlers) Tell(handler, old, value, initial);
    }

    private void TakeOut(T value)
    {
        if (_cache.Remove(ObjectKey.Of(value)) is null) return;
        foreach (var handler in _handlers) Tell(handler, value, null, initial: false);
    }

    private void Tell(IInformerHandler<T> handler, T? old, T? value, bool initial)
    {
        try
        {
            if (value is null) handler.OnDelete(old!);
            else if (old is null) handler.OnAdd(value, initial);
            else handler.OnUpdate(old, value);
        }
#pragma warning disable CA1031 // One handler's fault must not keep the cache from the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogHandlerFailed(e, Resource, ObjectKey.Of((value ?? old)!));
        }
    }

    [LoggerMessage(LogLevel.Error, "A handler of {Resource} failed on {Key}")]
    private partial void LogHandlerFailed(Exception exception, GroupVersionResource resource, ObjectKey key);
}
