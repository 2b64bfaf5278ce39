using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>The rules that many fields share.</summary>
internal sealed partial class FieldErrors
{
    private const string NotNegativeText = "must be greater than or equal to 0";
    private const string ImmutableText = "field is immutable";

    /// <summary>Zero or more.</summary>
    public void NonNegative(FieldPath path, long value)
    {
        if (value < 0) Invalid(path, value, NotNegativeText);
    }

    /// <summary>Zero or more, where it is set.</summary>
    public void NonNegative(FieldPath path, long? value)
    {
        if (value is { } number) NonNegative(path, number);
    }

    /// <summary>Zero or more.</summary>
    public void NonNegative(FieldPath path, Quantity value)
    {
        if (value.Sign < 0) Invalid(path, value, NotNegativeText);
    }

    /// <summary>One or more.</summary>
    public void Positive(FieldPath path, long value)
    {
        if (value <= 0) Invalid(path, value, "must be greater than 0");
    }

    /// <summary>Within bounds, both included.</summary>
    public void InRange(FieldPath path, long value, long low, long high)
    {
        if (value < low || value > high) Invalid(path, value, Names.NotBetween(low, high));
    }

    /// <summary>One of a few words, told in the order given.</summary>
    public bool OneOf(FieldPath path, string value, params ReadOnlySpan<string> supported)
    {
        if (supported.Contains(value)) return true;
        NotSupported(path, value, supported.ToArray());
        return false;
    }

    /// <summary>A field that cannot change, told when it is not the <paramref name="same"/> as before.</summary>
    public void Unchanged(FieldPath path, GoValue value, bool same)
    {
        if (!same) Invalid(path, value, ImmutableText);
    }

    /// <summary>The same as before.</summary>
    public void Immutable(FieldPath path, string? value, string? old) => Unchanged(path, value, value == old);

    /// <summary>The same as before.</summary>
    public void Immutable(FieldPath path, ApiType? value, ApiType? old) =>
        Unchanged(path, value, value is null ? old is null : value.DeepEquals(old));

    /// <summary>The same as before.</summary>
    public void Immutable(FieldPath path, bool? value, bool? old) => Unchanged(path, value, value == old);

    /// <summary>The same as before.</summary>
    public void Immutable(FieldPath path, long? value, long? old) => Unchanged(path, value, value == old);
}
