using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Answers TokenReviews: whose token is this?</summary>
/// <param name="staticTokens">Tokens of a file, which are for the API server alone; or null.</param>
/// <param name="accounts">Tokens of service accounts, for any audience.</param>
/// <param name="defaultAudiences">The audiences when the review names none.</param>
internal sealed class TokenReviewHandler(
    ITokenAuthenticator? staticTokens, ServiceAccountTokenAuthenticator accounts, IReadOnlyList<string> defaultAudiences) : ICreateHandler
{
    /// <inheritdoc/>
    public async ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var review = (TokenReview)body;
        if (review.Spec.Token.Length == 0) throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        IReadOnlyList<string> audiences = review.Spec.Audiences.Count > 0 ? [.. review.Spec.Audiences] : defaultAudiences;

        var user = await accounts.AuthenticateForAsync(review.Spec.Token, audiences);
        if (user is null && staticTokens is not null && audiences.Intersect(defaultAudiences, StringComparer.Ordinal).Any())
        {
            user = await staticTokens.AuthenticateAsync(review.Spec.Token, cancellation);
        }

        review.Status = user is null
            ? new TokenReviewStatus { Error = "invalid bearer token" }
            : new TokenReviewStatus
            {
                Authenticated = true,
                User = SelfSubjectReviewHandler.Convert(UnionAuthenticator.WithAuthenticated(user)),
                Audiences = [.. audiences],
            };
        return review;
    }
}
