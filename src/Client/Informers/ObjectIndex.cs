namespace Kybernet.Client;

/// <summary>One way to find objects besides their key: by values computed from them.</summary>
internal sealed class ObjectIndex<T>(Func<T, IEnumerable<string>> values)
{
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> _byValue = new(StringComparer.Ordinal);

    public void Add(ObjectKey key, T value)
    {
        foreach (var name in values(value))
        {
            if (!_byValue.TryGetValue(name, out var found)) _byValue.Add(name, found = []);
            found[key] = value;
        }
    }

    public void Remove(ObjectKey key, T value)
    {
        foreach (var name in values(value))
        {
            if (_byValue.TryGetValue(name, out var found) && found.Remove(key) && found.Count == 0) _byValue.Remove(name);
        }
    }

    public IReadOnlyList<T> Find(string value) => _byValue.TryGetValue(value, out var found) ? [.. found.Values] : [];
}
