using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Http;

/// <summary>Reads query strings as Go's net/url does.</summary>
internal static class QueryString
{
    /// <summary>The parameters of <c>?a=b&amp;c</c>.</summary>
    public static QueryValues Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text == "?") return QueryValues.None;
        List<KeyValuePair<string, string>> values = [];
        var left = text.AsSpan(1);
        foreach (var part in left.Split('&'))
        {
            var pair = left[part];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            values.Add(equals < 0
                ? new(Decode(pair), "")
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return new QueryValues(values);
    }

    private static string Decode(ReadOnlySpan<char> text) => text.IndexOfAny('%', '+') < 0
        ? text.ToString()
        : Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
