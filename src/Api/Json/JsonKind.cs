namespace Kybernet.Api.Json;

/// <summary>What a <see cref="JsonValue"/> is. Whole numbers and others are told apart, as upstream's unstructured objects do.</summary>
public enum JsonKind : byte
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number written without fraction and exponent that fits in 64 bits.</summary>
    Integer,

    /// <summary>Any other number.</summary>
    Float,

    /// <summary>A string.</summary>
    String,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,
}
