using System.Globalization;
using System.Net;
using Kybernet.Api;

namespace Kybernet.Host.Flags;

/// <summary>Values of flags that are more than a text.</summary>
internal static class FlagTypes
{
    /// <summary>An address.</summary>
    /// <exception cref="FormatException">It is none; the message is pflag's.</exception>
    public static IPAddress Address(string text) =>
        IpText.TryParse(text, out var address) ? address : throw new FormatException($"failed to parse IP: {GoQuote.Quote(text)}");

    /// <summary>A network, <c>10.96.0.0/12</c>.</summary>
    /// <exception cref="FormatException">It is none; the message is Go's.</exception>
    public static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network : throw new FormatException($"invalid CIDR address: {text}");

    /// <summary>A range of ports, <c>30000-32767</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PortRange Ports(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2 && Port(parts[0]) is { } first && Port(parts[1]) is { } last && first <= last
            ? new PortRange(first, last)
            : throw new FormatException("a range of ports has the form 30000-32767");

        static int? Port(string part) =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;
    }

    /// <summary>Pairs <c>key=value</c> with commas between them.</summary>
    /// <exception cref="FormatException">One has no equals sign; the message is upstream's.</exception>
    public static IReadOnlyDictionary<string, string> Pairs(string text)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw new FormatException($"malformed pair, expect string=string");
            pairs[part[..equals]] = part[(equals + 1)..];
        }

        return pairs;
    }

    /// <summary>A value that has to be one of a few.</summary>
    /// <exception cref="FormatException">It is another one.</exception>
    public static string OneOf(string text, params ReadOnlySpan<string> known) => known.Contains(text)
        ? text
        : throw new FormatException($"only {string.Join(", ", known.ToArray())} is supported");
}

/// <summary>Ports, both ends included.</summary>
internal sealed record PortRange(int First, int Last)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
