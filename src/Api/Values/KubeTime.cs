using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>
/// Times as the API writes them: RFC 3339 in UTC, to the second (metav1.Time) or to the microsecond (metav1.MicroTime).
/// </summary>
public static class KubeTime
{
    private const int SecondLength = 20;
    private const int MicroLength = 27;

    /// <summary>As <c>2006-01-02T15:04:05Z</c>; fractions are cut off.</summary>
    public static string Format(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[SecondLength];
        WriteSecond(time, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>As <c>2006-01-02T15:04:05.000000Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[MicroLength];
        WriteMicro(time, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Reads RFC 3339 with any offset; fractions of a second are read too, whether the API writes them or not.</summary>
    /// <exception cref="FormatException">With Go's message.</exception>
    public static DateTimeOffset Parse(ReadOnlySpan<char> text) => ParseUtf8(Encoding.UTF8.GetBytes(text.ToArray()), micro: false);

    /// <summary>Reads RFC 3339 with any offset and exactly six digits of fraction at least.</summary>
    /// <exception cref="FormatException">With Go's message.</exception>
    public static DateTimeOffset ParseMicro(ReadOnlySpan<char> text) => ParseUtf8(Encoding.UTF8.GetBytes(text.ToArray()), micro: true);

    /// <summary>Writes a JSON string to the second; allocates nothing.</summary>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[SecondLength];
        WriteSecond(time, text);
        writer.WriteStringValue(text);
    }

    /// <summary>Writes a JSON string to the microsecond; allocates nothing.</summary>
    public static void WriteMicro(Utf8JsonWriter writer, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[MicroLength];
        WriteMicro(time, text);
        writer.WriteStringValue(text);
    }

    /// <summary>Reads the string the reader stands on; null, and Go's zero time (year 1), are null.</summary>
    /// <exception cref="FormatException">It is no time; the message is Go's.</exception>
    public static DateTimeOffset? Read(ref Utf8JsonReader reader) => Read(ref reader, micro: false);

    /// <summary>Like <see cref="Read(ref Utf8JsonReader)"/> for times to the microsecond.</summary>
    /// <exception cref="FormatException">It is no time; the message is Go's.</exception>
    public static DateTimeOffset? ReadMicro(ref Utf8JsonReader reader) => Read(ref reader, micro: true);

    private static DateTimeOffset? Read(ref Utf8JsonReader reader, bool micro)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) throw JsonMismatchException.At(ref reader, "string");
        var time = reader.HasValueSequence || reader.ValueIsEscaped
            ? ParseUtf8(Encoding.UTF8.GetBytes(KubeJson.GetString(ref reader)), micro)
            : ParseUtf8(reader.ValueSpan, micro);
        return time == DateTimeOffset.MinValue ? null : micro ? time : time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset ParseUtf8(ReadOnlySpan<byte> text, bool micro) =>
        new Rfc3339Reader(text, micro).Read(out var time) is { } error ? throw new FormatException(error) : time;

    private static void WriteSecond(DateTimeOffset time, Span<byte> text)
    {
        WriteToSecond(time.UtcDateTime, text);
        text[19] = (byte)'Z';
    }

    private static void WriteMicro(DateTimeOffset time, Span<byte> text)
    {
        var utc = time.UtcDateTime;
        WriteToSecond(utc, text);
        text[19] = (byte)'.';
        WriteDigits((int)(utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond), text.Slice(20, 6));
        text[26] = (byte)'Z';
    }

    private static void WriteToSecond(DateTime utc, Span<byte> text)
    {
        "0000-00-00T00:00:00"u8.CopyTo(text);
        WriteDigits(utc.Year, text[..4]);
        WriteDigits(utc.Month, text.Slice(5, 2));
        WriteDigits(utc.Day, text.Slice(8, 2));
        WriteDigits(utc.Hour, text.Slice(11, 2));
        WriteDigits(utc.Minute, text.Slice(14, 2));
        WriteDigits(utc.Second, text.Slice(17, 2));
    }

    private static void WriteDigits(int number, Span<byte> text)
    {
        for (var i = text.Length - 1; i >= 0; i--, number /= 10) text[i] = (byte)('0' + number % 10);
    }
}
