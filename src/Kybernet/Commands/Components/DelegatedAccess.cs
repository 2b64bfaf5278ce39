using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Authorization.V1;
using Kybernet.Client;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Host.Commands.Components;

/// <summary>
/// Lets the API server judge who may see a component's paths: whose the bearer token is by TokenReview, what they may by
/// SubjectAccessReview (upstream's delegated authentication and authorization). Nothing is remembered: who asks, asks seldom.
/// </summary>
/// <param name="authentication">May create TokenReviews.</param>
/// <param name="authorization">May create SubjectAccessReviews.</param>
internal sealed class DelegatedAccess(IKubeClient authentication, IKubeClient authorization)
{
    private const string Bearer = "Bearer ";

    /// <summary>With what a request is to be refused; null: it may pass.</summary>
    public async Task<(int Code, string Message)?> RefusalAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            SubjectAccessReview review = new() { Spec = new() { User = "system:anonymous", NonResourceAttributes = new() { Path = request.Path, Verb = VerbOf(request) } } };
            review.Spec.Groups.Add("system:unauthenticated");
            string? header = request.Headers.Authorization;
            if (header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            {
                var answer = await authentication.CreateAsync(new TokenReview { Spec = new() { Token = header[Bearer.Length..].Trim() } }, cancellation);
                if (!answer.Status.Authenticated) return (StatusCodes.Status401Unauthorized, "Unauthorized\n");
                review.Spec.User = answer.Status.User.Username;
                review.Spec.Uid = answer.Status.User.Uid;
                review.Spec.Groups = [.. answer.Status.User.Groups];
            }

            if ((await authorization.CreateAsync(review, cancellation)).Status.Allowed) return null;
            return (StatusCodes.Status403Forbidden, $"forbidden: User {GoQuote.Quote(review.Spec.User)} cannot {VerbOf(request)} path {GoQuote.Quote(request.Path.Value ?? "")}\n");
        }
        catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException)
        {
            return (StatusCodes.Status500InternalServerError, $"Internal Server Error: {e.Message}\n");
        }
    }

    private static string VerbOf(HttpRequest request) => request.Method.ToLowerInvariant();
}
