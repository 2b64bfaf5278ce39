namespace Kybernet.Api.Fields;

/// <summary>
/// Which fields an endpoint changes (upstream's reset fields): the main resource not the status, a subresource only its own.
/// </summary>
public sealed class FieldScope
{
    private readonly FieldSet? _ignored, _wanted;

    private FieldScope(FieldSet? ignored, FieldSet? wanted) => (_ignored, _wanted) = (ignored, wanted);

    /// <summary>All fields.</summary>
    public static FieldScope All { get; } = new(null, null);

    /// <summary>All but those of a set, and what is below them.</summary>
    public static FieldScope AllBut(FieldSet ignored) => new(ignored, null);

    /// <summary>Those of a set and what is below them.</summary>
    public static FieldScope Only(FieldSet wanted) => new(null, wanted);

    internal FieldSet Of(FieldSet fields) => _ignored is not null ? fields.Without(_ignored) : _wanted is not null ? fields.Within(_wanted) : fields;

    internal FieldChanges Of(FieldChanges changes) =>
        _ignored is not null ? changes.Without(_ignored) : _wanted is not null ? changes.Within(_wanted) : changes;
}
