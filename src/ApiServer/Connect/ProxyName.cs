using Kybernet.Api;

namespace Kybernet.ApiServer.Connect;

/// <summary>The name in a proxy's URL: <c>name</c>, <c>name:port</c> or <c>scheme:name:port</c>.</summary>
/// <param name="Scheme">http or https; empty when unsaid.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Port">A number or a port's name; empty when unsaid.</param>
internal sealed record ProxyName(string Scheme, string Name, string Port)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It has too many parts, or the scheme is not http or https.</exception>
    public static ProxyName Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length switch
        {
            1 => new("", parts[0], ""),
            2 => new("", parts[0], parts[1]),
            3 when parts[0] is "http" or "https" or "" => new(parts[0], parts[1], parts[2]),
            _ => throw new FormatException($"invalid proxy request {GoQuote.Quote(text)}"),
        };
    }
}
