using System.Globalization;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// Where in an object a field is: <c>spec.containers[0].name</c>, <c>metadata.labels[app]</c>. A chain to the root, so
/// that walking down costs one small object and text is made only for errors.
/// </summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly bool _isKey;

    private FieldPath(FieldPath? parent, string name, bool isKey) => (_parent, _name, _isKey) = (parent, name, isKey);

    /// <summary>No field in particular, as upstream shows it.</summary>
    public static FieldPath None { get; } = Of("[]");

    /// <summary>A path of one field.</summary>
    public static FieldPath Of(string name) => new(null, name, isKey: false);

    /// <summary>A field below this one.</summary>
    public FieldPath Child(string name) => new(this, name, isKey: false);

    /// <summary>An element of this list.</summary>
    public FieldPath Index(int index) => new(this, index.ToString(CultureInfo.InvariantCulture), isKey: true);

    /// <summary>An entry of this map.</summary>
    public FieldPath Key(string key) => new(this, key, isKey: true);

    /// <inheritdoc/>
    public override string ToString()
    {
        var own = _isKey ? $"[{_name}]" : _name;
        if (_parent is null) return own;
        return _isKey ? _parent + own : $"{_parent}.{own}";
    }
}
