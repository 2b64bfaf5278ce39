using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>A URL taken apart as Go's net/url does it, which lets more pass than <see cref="Uri"/>.</summary>
/// <param name="Scheme">The scheme in lower case, or nothing.</param>
/// <param name="User">What stands before the @ of the host, or null.</param>
/// <param name="Host">The host with its port.</param>
/// <param name="Query">What follows the question mark.</param>
/// <param name="Fragment">What follows the hash.</param>
internal sealed record GoUrl(string Scheme, string? User, string Host, string Query, string Fragment)
{
    /// <summary>Takes a URL apart.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="url">Its parts.</param>
    /// <param name="error">What is wrong, in Go's words.</param>
    public static bool TryParse(string text, out GoUrl url, out string error)
    {
        var (main, fragment) = Cut(text, '#');
        url = new("", null, "", "", fragment);
        error = Fault(main, fragment, ref url) is { } fault ? $"parse {GoQuote.Quote(text)}: {fault}" : "";
        return error.Length == 0;
    }

    private static string? Fault(string main, string fragment, ref GoUrl url)
    {
        if (main.Any(c => c < ' ' || c == '\x7f')) return "net/url: invalid control character in URL";
        if (BadEscape(fragment) is { } inFragment) return inFragment;
        var colon = SchemeEnd(main);
        if (colon == 0) return "missing protocol scheme";
        var scheme = colon > 0 ? main[..colon].ToLowerInvariant() : "";
        var (rest, query) = Cut(colon > 0 ? main[(colon + 1)..] : main, '?');
        url = url with { Scheme = scheme, Query = query };

        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0) return null;
            var first = rest.Split('/')[0];
            return first.Contains(':') ? "first path segment in URL cannot contain colon" : BadEscape(rest);
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal) || rest.StartsWith("///", StringComparison.Ordinal)) return BadEscape(rest);
        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest[2..] : rest[2..slash];
        var at = authority.LastIndexOf('@');
        url = url with { User = at < 0 ? null : authority[..at], Host = authority[(at + 1)..] };
        return BadHost(url.Host) ?? (slash < 0 ? null : BadEscape(rest[slash..]));
    }

    // The colon that ends a scheme; -1 without one, 0 when the text begins with the colon.
    private static int SchemeEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':') return i;
            if (!char.IsAsciiLetter(text[i]) && (i == 0 || !(char.IsAsciiDigit(text[i]) || text[i] is '+' or '-' or '.'))) return -1;
        }

        return -1;
    }

    private static string? BadHost(string host)
    {
        if (host.Contains(' ')) return "invalid character \" \" in host name";
        var end = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOf(':');
        if (host.StartsWith('[') && end == 0) return "missing ']' in host";
        if (end < 0 || end == host.Length) return null;
        return host[end] == ':' && host[(end + 1)..].All(char.IsAsciiDigit) ? null : $"invalid port {GoQuote.Quote(host[end..])} after host";
    }

    private static string? BadEscape(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])) continue;
            return $"invalid URL escape {GoQuote.Quote(text[i..Math.Min(i + 3, text.Length)])}";
        }

        return null;
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var index = text.IndexOf(at);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
