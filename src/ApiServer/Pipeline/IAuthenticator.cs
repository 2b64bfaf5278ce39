using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer;

/// <summary>Finds out who sent an HTTP request: by client certificate, token, or because nobody asks (upstream's authenticator.Request).</summary>
public interface IAuthenticator
{
    /// <summary>
    /// The caller; null when the credentials prove nothing, which is answered with 401. A request without any credentials
    /// is for the authenticator to let in as <see cref="UserInfo.Anonymous"/> or not.
    /// </summary>
    ValueTask<UserInfo?> AuthenticateAsync(HttpContext context, CancellationToken cancellation);
}
