namespace Kybernet.ApiServer.Authorization;

/// <summary>Lets everybody do everything (--authorization-mode=AlwaysAllow).</summary>
internal sealed class AlwaysAllowAuthorizer : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) =>
        new(new AuthorizationDecision(AuthorizationVerdict.Allow));
}
