using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api;

/// <summary>
/// What <see cref="UnstructuredConversion"/> makes of scalars: what can be decoded, or upstream's error. A whole number is
/// an int64, any other a float64. Go could make a string of an integer, so that this error is another than the rest.
/// </summary>
internal static class UnstructuredScalars
{
    /// <summary>A string.</summary>
    /// <param name="value">What is given.</param>
    /// <param name="type">Go's name of the string's type.</param>
    public static JsonValue Text(JsonValue value, string type) => value.Kind switch
    {
        JsonKind.String => value,
        JsonKind.Integer => throw CannotConvert(value, type),
        _ => throw Unrecognized("string"),
    };

    /// <summary>A whole number; what is too large wraps around as it does in Go.</summary>
    public static JsonValue Whole(JsonValue value, string type, Func<long, long> wrap)
    {
        if (value.IntegerOrNull is { } whole) return wrap(whole);
        if (value.NumberOrNull is not { } number) throw Unrecognized(type);
        return number == Math.Truncate(number) ? wrap((long)number) : throw CannotConvert(value, type);
    }

    /// <summary>Any number.</summary>
    public static JsonValue Number(JsonValue value) => value.NumberOrNull is null ? throw Unrecognized("float64") : value;

    /// <summary>True or false.</summary>
    public static JsonValue Truth(JsonValue value) => value.BooleanOrNull is null ? throw Unrecognized("bool") : value;

    /// <summary>Bytes: base64, or a list of numbers.</summary>
    public static JsonValue Bytes(JsonValue value)
    {
        if (value.StringOrNull is not null)
        {
            try
            {
                Decoder(value).ReadBytes(null);
                return value;
            }
            catch (JsonDecodeException e)
            {
                throw new JsonDecodeException($"error decoding from json: {e.Message}", e);
            }
        }

        var items = value.ArrayOrNull ?? throw new JsonDecodeException($"cannot restore slice from {GoText.KindOf(value)}");
        return Convert.ToBase64String(
            [.. items.Select(static item => item.IsNull ? (byte)0 : (byte)Whole(item, "uint8", static n => n & 0xff).AsInteger())]);
    }

    /// <summary>What upstream reads by code of its own, out of JSON text.</summary>
    public static JsonValue ReadByItself(JsonValue value, ValueKind kind)
    {
        switch (kind)
        {
            case ValueKind.Time:
                WantJson(value, JsonKind.String, "string");
                Decoder(value).ReadTime();
                break;
            case ValueKind.MicroTime:
                WantJson(value, JsonKind.String, "string");
                Decoder(value).ReadMicroTime();
                break;
            case ValueKind.Duration:
                WantJson(value, JsonKind.String, "string");
                Decoder(value).ReadOptionalDuration();
                break;
            case ValueKind.IntOrString:
                if (value.Kind is JsonKind.Object or JsonKind.Array) WantJson(value, JsonKind.Integer, "int32");
                Decoder(value).ReadOptionalIntOrString();
                break;
            case ValueKind.Quantity:
                CheckQuantity(value);
                break;
        }

        return value;
    }

    private static void CheckQuantity(JsonValue value)
    {
        try
        {
            Quantity.Parse(value.StringOrNull?.Trim() ?? value.ToString());
        }
        catch (FormatException e)
        {
            throw new JsonDecodeException(e.Message, e);
        }
    }

    private static void WantJson(JsonValue value, JsonKind kind, string type)
    {
        if (value.Kind == kind) return;
        throw new JsonDecodeException($"json: cannot unmarshal {value.Kind switch
        {
            JsonKind.Boolean => "bool",
            JsonKind.Integer or JsonKind.Float => "number",
            JsonKind.Array => "array",
            _ => "object",
        }} into Go value of type {type}");
    }

    private static JsonDecoder Decoder(JsonValue value)
    {
        JsonDecoder decoder = new(value.Encode());
        decoder.Start();
        return decoder;
    }

    private static JsonDecodeException CannotConvert(JsonValue value, string type) => new($"cannot convert {GoText.KindOf(value)} to {type}");

    private static JsonDecodeException Unrecognized(string kind) => new($"unrecognized type: {kind}");
}
