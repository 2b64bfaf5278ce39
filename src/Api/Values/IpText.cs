using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Api;

/// <summary>
/// Addresses and networks as text. Reading is as lenient as upstream's (old objects have leading zeros); the checks are
/// as strict as upstream's are for new values.
/// </summary>
public static class IpText
{
    private const string BadAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const string BadNetwork = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <summary>Reads an IPv4 address, leading zeros allowed and decimal, or an IPv6 address without a zone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Contains(':'))
        {
            if (text.ContainsAny('%', '[', ']') || text.Contains('/') || !IPAddress.TryParse(text, out var six)) return false;
            address = six;
            return six.AddressFamily == AddressFamily.InterNetworkV6;
        }

        if (!TryParse4(text, out var bytes)) return false;
        address = new IPAddress(bytes);
        return true;
    }

    /// <summary>Reads <c>address/length</c>; the address keeps its host bits.</summary>
    public static bool TryParseCidr(ReadOnlySpan<char> text, out IPAddress address, out int prefixLength)
    {
        address = IPAddress.None;
        prefixLength = 0;
        var slash = text.LastIndexOf('/');
        return slash > 0
            && TryParse(text[..slash], out address)
            && text.Length - slash <= 4
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength)
            && prefixLength <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>What keeps <paramref name="text"/> from being an address in good form; null for a good one.</summary>
    public static string? CheckAddress(string text) =>
        !TryParse(text, out var address) ? BadAddress
        : HasLeadingZero(text) ? "must not have leading 0s"
        : address.IsIPv4MappedToIPv6 ? "must not be an IPv4-mapped IPv6 address"
        : null;

    /// <summary>What keeps <paramref name="text"/> from being a network in good form; null for a good one.</summary>
    public static string? CheckCidr(string text)
    {
        if (!TryParseCidr(text, out var address, out var length)) return BadNetwork;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (HasLeadingZero(text.AsSpan(0, slash)) || (text[slash + 1] == '0' && text.Length > slash + 2)) return "must not have leading 0s in IP or prefix length";
        if (address.IsIPv4MappedToIPv6) return "must not have an IPv4-mapped IPv6 address";
        return HasHostBits(address, length) ? "must not have bits set beyond the prefix length" : null;
    }

    private static bool HasHostBits(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) return true;
        }

        return false;
    }

    // Of dotted decimals only; IPv6 groups may have them.
    private static bool HasLeadingZero(ReadOnlySpan<char> text)
    {
        var dotted = text[(text.LastIndexOf(':') + 1)..];
        if (!dotted.Contains('.')) return false;
        foreach (var part in dotted.Split('.'))
        {
            if (dotted[part] is ['0', _, ..]) return true;
        }

        return false;
    }

    private static bool TryParse4(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[4];
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            var digits = text[part];
            if (count == 4 || digits.IsEmpty || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 255) return false;
            bytes[count++] = (byte)number;
        }

        return count == 4;
    }
}
