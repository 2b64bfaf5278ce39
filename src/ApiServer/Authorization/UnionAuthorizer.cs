namespace Kybernet.ApiServer.Authorization;

/// <summary>Asks authorizers in order; the first that allows or denies decides. Who finds nobody to allow it is refused.</summary>
internal sealed class UnionAuthorizer(IReadOnlyList<IAuthorizer> authorizers) : IAuthorizer
{
    /// <inheritdoc/>
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var reasons = "";
        foreach (var authorizer in authorizers)
        {
            var decision = await authorizer.AuthorizeAsync(attributes, cancellation);
            if (decision.Verdict != AuthorizationVerdict.NoOpinion) return decision;
            if (decision.Reason.Length > 0) reasons = reasons.Length == 0 ? decision.Reason : $"{reasons}, {decision.Reason}";
        }

        return new AuthorizationDecision(AuthorizationVerdict.NoOpinion, reasons);
    }
}
