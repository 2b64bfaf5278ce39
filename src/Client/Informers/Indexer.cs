using System.Diagnostics.CodeAnalysis;
using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>Objects by key and by computed values (upstream's thread-safe store with indexers). Safe for use by several threads.</summary>
/// <typeparam name="T">The kind of object.</typeparam>
public sealed class Indexer<T> : ILister<T> where T : KubeObject
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly ObjectIndex<T> _namespaces = new(static o => [o.Metadata.Namespace]);
    private readonly Dictionary<string, ObjectIndex<T>> _indexes = new(StringComparer.Ordinal);

    /// <summary>How many objects there are.</summary>
    public int Count
    {
        get { lock (_lock) return _objects.Count; }
    }

    /// <summary>Adds an index, or leaves the one of that name.</summary>
    /// <param name="name">What <see cref="ByIndex"/> is to be asked for.</param>
    /// <param name="values">The values under which an object is to be found.</param>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (_lock)
        {
            if (_indexes.ContainsKey(name)) return;
            ObjectIndex<T> index = new(values);
            foreach (var (key, value) in _objects) index.Add(key, value);
            _indexes.Add(name, index);
        }
    }

    /// <inheritdoc/>
    public T? Get(ObjectKey key)
    {
        lock (_lock) return _objects.GetValueOrDefault(key);
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> List()
    {
        lock (_lock) return [.. _objects.Values];
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> List(string ns)
    {
        lock (_lock) return _namespaces.Find(ns);
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> ByIndex(string index, string value)
    {
        lock (_lock)
        {
            return _indexes.TryGetValue(index, out var found)
                ? found.Find(value)
                : throw new ArgumentException($"Index with name {index} does not exist", nameof(index));
        }
    }

    /// <summary>Puts an object in the place of the one of its key, which is returned, or null.</summary>
    public T? Set(T value)
    {
        var key = ObjectKey.Of(value);
        lock (_lock)
        {
            TakeOut(key, out var old);
            _objects.Add(key, value);
            _namespaces.Add(key, value);
            foreach (var index in _indexes.Values) index.Add(key, value);
            return old;
        }
    }

    /// <summary>Takes an object out and returns it, or null.</summary>
    public T? Remove(ObjectKey key)
    {
        lock (_lock) return TakeOut(key, out var old) ? old : null;
    }

    private bool TakeOut(ObjectKey key, [MaybeNullWhen(false)] out T old)
    {
        if (!_objects.Remove(key, out old)) return false;
        _namespaces.Remove(key, old);
        foreach (var index in _indexes.Values) index.Remove(key, old);
        return true;
    }
}
