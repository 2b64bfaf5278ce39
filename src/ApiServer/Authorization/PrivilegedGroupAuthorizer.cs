namespace Kybernet.ApiServer.Authorization;

/// <summary>Lets members of <c>system:masters</c> do everything, so that an administrator can repair any policy.</summary>
internal sealed class PrivilegedGroupAuthorizer : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) =>
        new(attributes.User.Groups.Contains(UserInfo.PrivilegedGroup, StringComparer.Ordinal)
            ? new AuthorizationDecision(AuthorizationVerdict.Allow)
            : new AuthorizationDecision(AuthorizationVerdict.NoOpinion));
}
