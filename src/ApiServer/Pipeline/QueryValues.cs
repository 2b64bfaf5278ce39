namespace Kybernet.ApiServer.Pipeline;

/// <summary>The query parameters of a request, in their order; a name may come several times.</summary>
internal sealed class QueryValues(IReadOnlyList<KeyValuePair<string, string>> values)
{
    /// <summary>No parameters.</summary>
    public static QueryValues None { get; } = new([]);

    /// <summary>How many parameters there are.</summary>
    public int Count => values.Count;

    /// <summary>The first value of that name, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in values)
            {
                if (key == name) return value;
            }

            return null;
        }
    }

    /// <summary>Whether the name comes with a value that is not empty.</summary>
    public bool Has(string name) => !string.IsNullOrEmpty(this[name]);

    /// <summary>Every value of that name.</summary>
    public IEnumerable<string> All(string name)
    {
        foreach (var (key, value) in values)
        {
            if (key == name) yield return value;
        }
    }
}
