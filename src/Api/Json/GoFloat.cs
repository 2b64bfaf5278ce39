using System.Globalization;
using System.Text;

namespace Kybernet.Api.Json;

/// <summary>Floating-point numbers with the shortest digits, in the forms of Go's encoding/json and of its %g.</summary>
internal static class GoFloat
{
    /// <summary>The longest text: sign, 21 digits or a fraction with six leading zeros, exponent.</summary>
    public const int MaxLength = 40;

    /// <summary>As JSON: an exponent only below 1e-6 and from 1e21 on.</summary>
    /// <returns>The length.</returns>
    /// <exception cref="FormatException">JSON has no such number.</exception>
    public static int Format(double value, Span<byte> target) =>
        Format(value, target, plain: Math.Abs(value) is >= 1e-6 and < 1e21, exponentDigits: 1);

    /// <summary>As strconv.FormatFloat(value, 'g', -1, 64), which YAML uses: an exponent below 1e-4 and from 1e6 on.</summary>
    public static string FormatGeneral(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(value, text, plain: Math.Abs(value) is >= 1e-4 and < 1e6, exponentDigits: 2)]);
    }

    private static int Format(double value, Span<byte> target, bool plain, int exponentDigits)
    {
        if (!double.IsFinite(value)) throw new FormatException($"json: unsupported value: {(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf")}");

        // 1. digits and the place of the point: value = 0.d1d2d3... * 10^point
        Span<byte> shortest = stackalloc byte[MaxLength];
        Span<byte> digits = stackalloc byte[MaxLength];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        var count = Split(shortest[..length], digits, out var point, out var negative);

        // 2. layout
        var written = 0;
        if (negative) target[written++] = (byte)'-';
        if (count == 0)
        {
            target[written++] = (byte)'0';
            return written;
        }

        return written + (plain
            ? WritePlain(digits[..count], point, target[written..])
            : WriteScientific(digits[..count], point - 1, target[written..], exponentDigits));
    }

    private static int Split(ReadOnlySpan<byte> text, Span<byte> digits, out int point, out bool negative)
    {
        negative = text[0] == '-';
        if (negative) text = text[1..];
        var exponent = 0;
        if (text.IndexOf((byte)'E') is >= 0 and var e)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf((byte)'.');
        point = exponent + (dot < 0 ? text.Length : dot);
        var count = 0;
        foreach (var c in text)
        {
            if (c == '.') continue;
            if (count == 0 && c == '0') point--;
            else digits[count++] = c;
        }

        while (count > 0 && digits[count - 1] == '0') count--;
        return count;
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int point, Span<byte> target)
    {
        var at = 0;
        if (point <= 0) target[at++] = (byte)'0';
        for (var i = 0; i < point; i++) target[at++] = i < digits.Length ? digits[i] : (byte)'0';
        if (point >= digits.Length) return at;
        target[at++] = (byte)'.';
        for (var i = point; i < 0; i++) target[at++] = (byte)'0';
        var fraction = digits[Math.Max(point, 0)..];
        fraction.CopyTo(target[at..]);
        return at + fraction.Length;
    }

    // %g writes at least two digits of the exponent; the JSON encoder takes the leading zero off again.
    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> target, int exponentDigits)
    {
        var at = 0;
        target[at++] = digits[0];
        if (digits.Length > 1)
        {
            target[at++] = (byte)'.';
            digits[1..].CopyTo(target[at..]);
            at += digits.Length - 1;
        }

        target[at++] = (byte)'e';
        target[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(target[at..], out var length, exponentDigits == 1 ? "D1" : "D2", CultureInfo.InvariantCulture);
        return at + length;
    }
}
