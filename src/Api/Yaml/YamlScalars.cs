using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Kybernet.Api.Json;

namespace Kybernet.Api.Yaml;

/// <summary>
/// What a scalar without quotes means: YAML 1.1 as go-yaml v2 reads it. <c>yes</c>, <c>on</c> and <c>y</c> are true,
/// <c>0777</c> is octal, <c>1_000</c> is a thousand; times stay strings.
/// </summary>
internal static partial class YamlScalars
{
    private const string TimeOfDay = @"(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9](?:[.,][0-9]+)?";

    // Longer ones are no integers that anybody could use.
    private const int MaxDigits = 400;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The value of a plain scalar.</summary>
    public static JsonValue Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => default,
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        _ => text[0] is (>= '0' and <= '9') or '+' or '-' or '.' && ResolveNumber(text) is { IsNull: false } number ? number : text,
    };

    /// <summary>Whether other readers might take <paramref name="text"/> for a number in base 60.</summary>
    public static bool IsSexagesimal(string text) => text.Contains(':') && SexagesimalShape().IsMatch(text);

    /// <summary>Whether go-yaml takes a plain <paramref name="text"/> for a time. Read as a string, it must be quoted when written.</summary>
    public static bool IsTimestamp(string text) =>
        text.Length >= 8 && text[4] == '-' && TimestampShape().Match(text) is { Success: true } match
        && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var year and > 0
        && int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) is var month and >= 1 and <= 12
        && int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) is var day and >= 1
        && day <= DateTime.DaysInMonth(year, month);

    private static JsonValue ResolveNumber(string text)
    {
        var plain = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (text[0] != '.' && ResolveInteger(plain) is { IsNull: false } integer) return integer;
        return IsFloatShaped(plain) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (JsonValue)number
            : default;
    }

    // Decimal, or 0x, 0o, 0b, or a leading zero for octal; beyond 64 bits the nearest float, as JSON's reader would make it.
    private static JsonValue ResolveInteger(string text)
    {
        var negative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        var (radix, skip) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        digits = digits[skip..];
        if (digits.IsEmpty || digits.Length > MaxDigits) return default;

        BigInteger number = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : radix;
            if (digit >= radix) return default;
            number = number * radix + digit;
        }

        if (negative) number = -number;
        if (number >= long.MinValue && number <= long.MaxValue) return (long)number;
        return (double)number;
    }

    // [-+]? (.digits | digits (. digits?)?) ([eE] [-+]? digits)?
    private static bool IsFloatShaped(ReadOnlySpan<char> text)
    {
        if (text[0] is '+' or '-') text = text[1..];
        var exponent = text.IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            var power = text[(exponent + 1)..];
            if (!power.IsEmpty && power[0] is '+' or '-') power = power[1..];
            if (power.IsEmpty || power.ContainsAnyExcept(Digits)) return false;
            text = text[..exponent];
        }

        var dot = text.IndexOf('.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? default : text[(dot + 1)..];
        return !(whole.IsEmpty && fraction.IsEmpty) && !whole.ContainsAnyExcept(Digits) && !fraction.ContainsAnyExcept(Digits);
    }

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SexagesimalShape();

    [GeneratedRegex(
        @"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]" + TimeOfDay + "(?:Z|[-+][0-9]{2}:[0-9]{2})| " + TimeOfDay + ")?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimestampShape();
}
