using System.Globalization;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>A number or a name, such as a container port by number or by name, or <c>25%</c> (upstream's intstr.IntOrString).</summary>
public readonly struct IntOrString : IEquatable<IntOrString>
{
    /// <summary>A number.</summary>
    public IntOrString(int value) => IntValue = value;

    /// <summary>A name or a percentage.</summary>
    public IntOrString(string value) => StringValue = value;

    /// <summary>Whether this is a number. The default is the number 0.</summary>
    public bool IsInt => StringValue is null;

    /// <summary>The number; 0 for a string.</summary>
    public int IntValue { get; }

    /// <summary>The string; null for a number.</summary>
    public string? StringValue { get; }

    /// <summary>
    /// The number itself, or the string's percentage of <paramref name="total"/> (upstream's GetScaledValueFromIntOrPercent).
    /// </summary>
    /// <exception cref="FormatException">A string that is no whole percentage; the message is upstream's.</exception>
    public int Scale(int total, bool roundUp)
    {
        if (StringValue is not { } text) return IntValue;
        if (!text.EndsWith('%')) throw new FormatException("invalid value for IntOrString: invalid type: string is not a percentage");
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent))
        {
            throw new FormatException(
                $"invalid value for IntOrString: invalid value {GoQuote.Quote(text)}: strconv.Atoi: parsing {GoQuote.Quote(text[..^1])}: invalid syntax");
        }

        var share = (double)percent * total / 100;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }

    /// <inheritdoc/>
    public override string ToString() => StringValue ?? IntValue.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a command line's or a form's text: digits are a number, all else a string (upstream's intstr.Parse).</summary>
    public static IntOrString Parse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new(number) : new(text);

    /// <summary>Writes a JSON number or string.</summary>
    public static void Write(Utf8JsonWriter writer, in IntOrString value)
    {
        if (value.StringValue is { } text) writer.WriteStringValue(text);
        else writer.WriteNumberValue(value.IntValue);
    }

    /// <summary>Reads the value the reader stands on; null is the number 0.</summary>
    /// <exception cref="FormatException">It is neither a string nor a 32-bit number.</exception>
    public static IntOrString Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => new(KubeJson.GetString(ref reader)),
        JsonTokenType.Number when reader.TryGetInt32(out var number) => new(number),
        JsonTokenType.Null => default,
        _ => throw JsonMismatchException.At(ref reader, "int32", withNumber: true),
    };

    /// <inheritdoc/>
    public bool Equals(IntOrString other) => IntValue == other.IntValue && StringValue == other.StringValue;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntOrString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IntValue, StringValue);

    /// <summary>Same kind and same value.</summary>
    public static bool operator ==(IntOrString left, IntOrString right) => left.Equals(right);

    /// <summary>Another kind or another value.</summary>
    public static bool operator !=(IntOrString left, IntOrString right) => !left.Equals(right);

    /// <summary>A number.</summary>
    public static implicit operator IntOrString(int value) => new(value);

    /// <summary>A name or a percentage.</summary>
    public static implicit operator IntOrString(string value) => new(value);
}
