namespace Kybernet.Api.Fields;

/// <summary>What a schema wants of a scalar (structured-merge-diff's schema.Scalar).</summary>
internal enum ScalarKind
{
    /// <summary>Any scalar: times, quantities.</summary>
    Any,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,
}
