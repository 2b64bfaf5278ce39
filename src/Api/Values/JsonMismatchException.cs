using System.Text.Json;

namespace Kybernet.Api;

/// <summary>
/// A JSON value of the wrong kind or range, as Go's decoder tells it. Whoever knows the field puts its name in place of
/// "value": <see cref="In"/>.
/// </summary>
/// <param name="value">What was met: <c>string</c>, <c>bool</c>, <c>number 1.5</c> ...</param>
/// <param name="goType">What was wanted, by its Go name: <c>int32</c>.</param>
/// <param name="field">Where, as <c>PodSpec.spec.hostname</c>; null where the reader does not know.</param>
public sealed class JsonMismatchException(string value, string goType, string? field = null)
    : FormatException($"json: cannot unmarshal {value} into Go {(field is null ? "value" : "struct field " + field)} of type {goType}")
{
    /// <summary>What was met.</summary>
    public string Value { get; } = value;

    /// <summary>What was wanted.</summary>
    public string GoType { get; } = goType;

    /// <summary>The same, naming the field: Go's struct name and the path from the root.</summary>
    public JsonMismatchException In(string field) => new(Value, GoType, field);

    /// <summary>For the token the reader stands on.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="goType">What was wanted.</param>
    /// <param name="withNumber">Whether a number is quoted, as it is where another number would have been right.</param>
    public static JsonMismatchException At(ref Utf8JsonReader reader, string goType, bool withNumber = false) => new(reader.TokenType switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.Number when withNumber => "number " + System.Text.Encoding.UTF8.GetString(
            reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan),
        JsonTokenType.Number => "number",
        var other => other.ToString(),
    }, goType);
}
