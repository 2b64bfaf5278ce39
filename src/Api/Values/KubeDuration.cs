using System.Globalization;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>Durations as Go writes them: <c>1h30m0s</c>, <c>100ms</c> (metav1.Duration). The finest step here is 100 ns.</summary>
public static class KubeDuration
{
    /// <summary>As Go's time.Duration prints: from a second up in h, m and s, below in the largest of ms, µs, ns that fits.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var negative = duration < TimeSpan.Zero;
        var ticks = Math.Abs((decimal)duration.Ticks);
        StringBuilder text = new(negative ? "-" : "");
        if (ticks < TimeSpan.TicksPerSecond)
        {
            var (unit, worth) = ticks >= TimeSpan.TicksPerMillisecond ? ("ms", (decimal)TimeSpan.TicksPerMillisecond)
                : ticks >= TimeSpan.TicksPerMicrosecond ? ("µs", TimeSpan.TicksPerMicrosecond)
                : ("ns", 0.01m);
            return text.Append(CultureInfo.InvariantCulture, $"{ticks / worth:0.######}").Append(unit).ToString();
        }

        var hours = decimal.Truncate(ticks / TimeSpan.TicksPerHour);
        var minutes = decimal.Truncate(ticks / TimeSpan.TicksPerMinute) % 60;
        if (hours > 0) text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (hours > 0 || minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        return text.Append(CultureInfo.InvariantCulture, $"{ticks % TimeSpan.TicksPerMinute / TimeSpan.TicksPerSecond:0.#######}s").ToString();
    }

    /// <summary>Reads a Go duration: signed decimal numbers, each with a unit of ns, us, µs, ms, s, m or h.</summary>
    /// <exception cref="FormatException">It is none, or beyond Go's 290 years; the message is Go's.</exception>
    public static TimeSpan Parse(ReadOnlySpan<char> text) =>
        Scan(text, out var duration) is { } error ? throw new FormatException(error) : duration;

    /// <summary>Like <see cref="Parse"/>, answering false instead of throwing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration) => Scan(text, out duration) is null;

    /// <summary>Writes a JSON string.</summary>
    public static void Write(Utf8JsonWriter writer, TimeSpan duration) => writer.WriteStringValue(Format(duration));

    /// <summary>Reads the string the reader stands on; null is zero.</summary>
    /// <exception cref="FormatException">It is no duration; the message is Go's.</exception>
    public static TimeSpan Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => TimeSpan.Zero,
        JsonTokenType.String => Parse(KubeJson.GetString(ref reader)),
        _ => throw JsonMismatchException.At(ref reader, "string"),
    };

    private static string? Scan(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var rest = text;
        var negative = !rest.IsEmpty && rest[0] == '-';
        if (!rest.IsEmpty && rest[0] is '+' or '-') rest = rest[1..];
        if (rest is "0") return null;
        if (rest.IsEmpty) return Invalid(text);

        decimal nanoseconds = 0;
        while (!rest.IsEmpty)
        {
            var number = rest.IndexOfAnyExcept("0123456789.");
            if (number < 0) number = rest.Length;
            if (!decimal.TryParse(rest[..number], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return Invalid(text);
            rest = rest[number..];
            var length = rest.IndexOfAny("0123456789.");
            var unit = length < 0 ? rest : rest[..length];
            if (unit.IsEmpty) return $"time: missing unit in duration {GoQuote.Quote(text.ToString())}";
            if (Nanoseconds(unit) is not { } worth) return $"time: unknown unit {GoQuote.Quote(unit.ToString())} in duration {GoQuote.Quote(text.ToString())}";
            if (count > long.MaxValue) return Invalid(text);
            nanoseconds += count * worth;
            if (nanoseconds > long.MaxValue) return Invalid(text);
            rest = rest[unit.Length..];
        }

        duration = new TimeSpan((long)(nanoseconds / 100) * (negative ? -1 : 1));
        return null;
    }

    private static string Invalid(ReadOnlySpan<char> text) => $"time: invalid duration {GoQuote.Quote(text.ToString())}";

    private static decimal? Nanoseconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
