namespace Kybernet.Api.Schema;

/// <summary>What a field's value is made of.</summary>
public enum ValueKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A 64-bit floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Bytes, base64 in JSON.</summary>
    Bytes,

    /// <summary>A time to the second.</summary>
    Time,

    /// <summary>A time to the microsecond.</summary>
    MicroTime,

    /// <summary>A duration in Go's notation, as 1h30m0s.</summary>
    Duration,

    /// <summary>An amount with a unit suffix, as 100m or 1Gi.</summary>
    Quantity,

    /// <summary>An integer or a string, as a port number or name.</summary>
    IntOrString,

    /// <summary>Any JSON, kept as it is.</summary>
    Raw,

    /// <summary>Another type of the API.</summary>
    Struct,
}

/// <summary>How many values a field has, and whether zero and absent differ.</summary>
public enum ValueShape
{
    /// <summary>One, where zero is the same as absent.</summary>
    Value,

    /// <summary>One or none, where zero and absent differ (a pointer upstream).</summary>
    Pointer,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map from strings.</summary>
    Map,

    /// <summary>A map from strings to lists of strings.</summary>
    MapOfLists,
}
