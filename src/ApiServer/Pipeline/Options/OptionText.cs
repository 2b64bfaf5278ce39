using System.Globalization;
using Kybernet.Api;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>Reads the values of query parameters as Go does.</summary>
internal static class OptionText
{
    /// <summary>An integer; null when it is not given.</summary>
    /// <exception cref="KubeApiException">400 in the words of Go's strconv.</exception>
    public static long? ParseInt(string? text) => string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing {GoQuote.Quote(text)}: {Fault(text.TrimStart('-', '+'))}");

    /// <summary>A boolean: given is true, unless it says "false" or "0".</summary>
    public static bool? ParseBool(string? text) =>
        text is null ? null : !(text == "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>A resourceVersion; 0 when it is not given.</summary>
    /// <exception cref="FormatException">It is no number; the message is upstream's.</exception>
    public static long ParseResourceVersion(string? text) => string.IsNullOrEmpty(text) ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException(
            $"resourceVersion: Invalid value: {GoQuote.Quote(text)}: strconv.ParseUint: parsing {GoQuote.Quote(text)}: {Fault(text)}");

    private static string Fault(string digits) =>
        digits.Length > 0 && digits.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
}
