using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// Asks several ways of proving oneself, in order: client certificate first, then tokens. Who shows nothing at all is
/// anonymous; who shows a token that proves nothing is refused.
/// </summary>
/// <param name="certificates">Judges client certificates; null when no authority is trusted.</param>
/// <param name="tokens">Judge bearer tokens, in the order in which they are asked.</param>
/// <param name="allowAnonymous">Whether callers without credentials are let in as system:anonymous (--anonymous-auth).</param>
internal sealed class UnionAuthenticator(
    ClientCertificateAuthenticator? certificates, IReadOnlyList<ITokenAuthenticator> tokens, bool allowAnonymous) : IAuthenticator
{
    private const string Bearer = "Bearer ";
    private const string WebSocketTokenPrefix = "base64url.bearer.authorization.k8s.io.";

    /// <inheritdoc/>
    public async ValueTask<UserInfo?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        if (certificates?.Authenticate(context.Connection.ClientCertificate) is { } byCertificate) return byCertificate;
        if (FindToken(context.Request) is { } token)
        {
            foreach (var authenticator in tokens)
            {
                if (await authenticator.AuthenticateAsync(token, cancellation) is { } user) return WithAuthenticated(user);
            }

            return null;
        }

        return allowAnonymous ? UserInfo.Anonymous : null;
    }

    /// <summary>Adds the group of everybody who has proven who they are.</summary>
    public static UserInfo WithAuthenticated(UserInfo user) =>
        user.Groups.Contains(UserInfo.AuthenticatedGroup, StringComparer.Ordinal)
            ? user
            : user with { Groups = [.. user.Groups, UserInfo.AuthenticatedGroup] };

    // Browsers cannot set headers on a WebSocket: there the token travels as one of the offered subprotocols.
    private static string? FindToken(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is not null)
        {
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header.Length > Bearer.Length
                ? header[Bearer.Length..].Trim()
                : null;
        }

        foreach (var protocol in request.Headers.SecWebSocketProtocol.SelectMany(p => (p ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (protocol.StartsWith(WebSocketTokenPrefix, StringComparison.Ordinal)) return DecodeToken(protocol[WebSocketTokenPrefix.Length..]);
        }

        return null;
    }

    private static string? DecodeToken(string encoded)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(encoded));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
