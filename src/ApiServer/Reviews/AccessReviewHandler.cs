using Kybernet.Api;
using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Authorization;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Answers SubjectAccessReviews and their local and self forms: may somebody do something?</summary>
internal sealed class AccessReviewHandler(IAuthorizer authorizer) : ICreateHandler
{
    /// <inheritdoc/>
    public async ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        FieldErrors errors = new();
        switch (body)
        {
            case SelfSubjectAccessReview self:
                AccessReviewValidation.Validate(self, errors);
                Refuse(request, errors);
                self.Status = await DecideAsync(request.User, self.Spec.ResourceAttributes, self.Spec.NonResourceAttributes, cancellation);
                break;
            case LocalSubjectAccessReview local:
                AccessReviewValidation.Validate(local, errors);
                Refuse(request, errors);
                local.Status = await DecideAsync(User(local.Spec), local.Spec.ResourceAttributes, local.Spec.NonResourceAttributes, cancellation);
                break;
            case SubjectAccessReview review:
                AccessReviewValidation.Validate(review, errors);
                Refuse(request, errors);
                review.Status = await DecideAsync(User(review.Spec), review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes, cancellation);
                break;
        }

        return body;
    }

    // Upstream's message has neither kind nor name here.
    private static void Refuse(ApiRequest request, FieldErrors errors)
    {
        if (!errors.IsEmpty) throw ApiErrors.Invalid(request.Definition.Kind with { Kind = "" }, "", errors);
    }

    private async ValueTask<SubjectAccessReviewStatus> DecideAsync(
        UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path, CancellationToken cancellation)
    {
        var decision = await authorizer.AuthorizeAsync(Attributes(user, resource, path), cancellation);
        return new SubjectAccessReviewStatus
        {
            Allowed = decision.IsAllowed,
            Denied = decision.Verdict == AuthorizationVerdict.Deny,
            Reason = decision.Reason,
        };
    }

    private static AuthorizationAttributes Attributes(UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path) =>
        resource is null
            ? new AuthorizationAttributes { User = user, Verb = path?.Verb ?? "", Path = path?.Path ?? "" }
            : new AuthorizationAttributes
            {
                User = user,
                IsResourceRequest = true,
                Verb = resource.Verb,
                Group = resource.Group,
                Version = resource.Version,
                Resource = resource.Resource,
                Subresource = resource.Subresource,
                Namespace = resource.Namespace,
                Name = resource.Name,
            };

    private static UserInfo User(SubjectAccessReviewSpec spec) => new()
    {
        Name = spec.User,
        Uid = spec.Uid,
        Groups = [.. spec.Groups],
        Extra = spec.Extra.ToDictionary(e => e.Key, e => (IReadOnlyList<string>)e.Value, StringComparer.Ordinal),
    };
}
