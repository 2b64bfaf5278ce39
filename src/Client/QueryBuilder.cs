using System.Collections;

namespace Kybernet.Client;

/// <summary>Query parameters under construction. Immutable: each step is a new list, so that a common beginning can be kept.</summary>
internal sealed class QueryBuilder : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _parameters;

    public QueryBuilder() => _parameters = [];

    private QueryBuilder(KeyValuePair<string, string>[] parameters) => _parameters = parameters;

    public int Count => _parameters.Length;

    public KeyValuePair<string, string> this[int index] => _parameters[index];

    /// <summary>With one more parameter, unless its value is empty.</summary>
    public QueryBuilder With(string name, string? value) =>
        string.IsNullOrEmpty(value) ? this : new([.. _parameters, KeyValuePair.Create(name, value)]);

    public QueryBuilder Add(ListFilter? filter) =>
        filter is null ? this : With("labelSelector", filter.LabelSelector).With("fieldSelector", filter.FieldSelector);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _parameters.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
