using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kybernet.Api;

public readonly partial struct Quantity
{
    private const string WrongFormat =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongNumber = "unable to parse numeric part of quantity";
    private const string WrongSuffix = "unable to parse quantity's suffix";

    // Nobody means a longer one; the bounds keep a hostile "1e999999999" from costing a gigabyte.
    private const int MaxLength = 256;
    private const int MaxExponent = 1000;
    private const int Nano = -9;

    /// <summary>Reads a number with an optional suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or an exponent as in 1e3.</summary>
    /// <exception cref="FormatException">It is none; the message is upstream's.</exception>
    public static Quantity Parse(ReadOnlySpan<char> text) =>
        Scan(text, out var value) is { } error ? throw new FormatException(error) : value;

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static Quantity Parse(ReadOnlySpan<byte> utf8) =>
        Scan(utf8, out var value) is { } error ? throw new FormatException(error) : value;

    /// <summary>Like <see cref="Parse(ReadOnlySpan{char})"/>, answering false instead of throwing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity value) => Scan(text, out value) is null;

    // Answers upstream's message, or null for a good one.
    private static string? Scan(ReadOnlySpan<char> text, out Quantity value)
    {
        value = default;
        if (text.Length > MaxLength) return WrongNumber;
        Span<byte> utf8 = stackalloc byte[MaxLength];
        return Ascii.FromUtf16(text, utf8, out var length) == System.Buffers.OperationStatus.Done ? Scan(utf8[..length], out value) : WrongFormat;
    }

    private static string? Scan(ReadOnlySpan<byte> text, out Quantity result)
    {
        result = default;
        if (text.IsEmpty) return WrongFormat;
        if (text.Length > MaxLength) return char.IsAsciiDigit((char)text[0]) || text[0] is (byte)'+' or (byte)'-' or (byte)'.' ? WrongNumber : WrongFormat;

        // 1. sign, whole digits, fraction digits, suffix
        var sign = text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        var start = sign;
        while (start < text.Length && text[start] == '0') start++;
        var dot = SkipDigits(text, start);
        var end = dot < text.Length && text[dot] == '.' ? SkipDigits(text, dot + 1) : dot;
        var whole = text[start..dot];
        var fraction = end > dot ? text[(dot + 1)..end] : default;
        var suffix = text[end..];
        if (!IsSuffixShaped(suffix)) return WrongFormat;
        if (!QuantitySuffix.TryRead(suffix, out var radix, out var exponent, out var format)) return WrongSuffix;
        if (Math.Abs(exponent) > MaxExponent) return WrongSuffix;

        // 2. the common case: digits and unit fit in 64 bits
        var negative = text[0] == '-';
        var scale = (radix == 10 ? exponent : 0) - fraction.Length;
        var fits = radix == 10
            ? Math.Max(whole.Length, 1) + fraction.Length <= 18
            : fraction.IsEmpty && Math.Max(whole.Length, 1) + exponent * 3 / 10 + 1 <= 15;
        if (fits && scale >= Nano)
        {
            var digits = AppendDigits(AppendDigits(0, whole), fraction);
            var mantissa = radix == 10 ? digits : digits << exponent;
            result = new Quantity(negative ? -mantissa : mantissa, scale, format);
            if (KeepsSpelling(whole, fraction, digits, radix, scale)) result = result.SpelledAs(text);
            return null;
        }

        // 3. the rest, exactly, rounded away from zero to billionths
        if (whole.IsEmpty && fraction.IsEmpty && start == sign) return WrongNumber;
        var big = BigInteger.Parse("0" + Encoding.ASCII.GetString(whole) + Encoding.ASCII.GetString(fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        if (radix == 2) big <<= exponent;
        if (scale < Nano) (big, scale) = (Rescale(big, scale, Nano, out _), Nano);
        if (format == QuantityFormat.BinarySI)
        {
            if (Rescale(big, scale, 0, out _) > long.MaxValue) (big, scale) = (long.MaxValue, 0);
            if (big > 0 && Rescale(big, scale, 0, out var isWhole) == 1 && !isWhole) format = QuantityFormat.DecimalSI;
        }

        result = new Quantity(negative ? -big : big, scale, format);
        return null;
    }

    // Upstream hands these spellings back as they came, canonical or not.
    private static bool KeepsSpelling(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, long digits, int radix, int scale)
    {
        if (radix == 2) return (digits & 7) != 0;
        if (scale % 3 != 0 || whole.IsEmpty || digits % 1000 == 0 && whole.Length + fraction.Length >= 3) return false;
        return true;
    }

    private Quantity SpelledAs(ReadOnlySpan<byte> text)
    {
        Span<byte> canonical = stackalloc byte[MaxLength];
        var known = TryFormat(canonical, out var length) && canonical[..length].SequenceEqual(text);
        return known ? this : new Quantity(_mantissa, _scale, Format, Encoding.ASCII.GetString(text));
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && char.IsAsciiDigit((char)text[from])) from++;
        return from;
    }

    private static bool IsSuffixShaped(ReadOnlySpan<byte> suffix)
    {
        var i = 0;
        while (i < suffix.Length && "eEinumkKMGTP"u8.Contains(suffix[i])) i++;
        if (i < suffix.Length && suffix[i] is (byte)'+' or (byte)'-') i++;
        return SkipDigits(suffix, i) == suffix.Length;
    }

    private static long AppendDigits(long number, ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits) number = number * 10 + (digit - '0');
        return number;
    }
}
