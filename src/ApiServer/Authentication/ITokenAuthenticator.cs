namespace Kybernet.ApiServer.Authentication;

/// <summary>Finds out whom a bearer token stands for (upstream's authenticator.Token).</summary>
internal interface ITokenAuthenticator
{
    /// <summary>The user, or null when the token is none of this authenticator's or proves nothing.</summary>
    ValueTask<UserInfo?> AuthenticateAsync(string token, CancellationToken cancellation);
}
