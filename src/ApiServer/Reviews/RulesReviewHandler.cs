using Kybernet.Api;
using Kybernet.Api.Authorization.V1;
using Kybernet.ApiServer.Authorization.Rbac;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Answers SelfSubjectRulesReviews: what may I do in this namespace (<c>kubectl auth can-i --list</c>)?</summary>
internal sealed class RulesReviewHandler(RbacAuthorizer rbac) : ICreateHandler
{
    /// <inheritdoc/>
    public ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var review = (SelfSubjectRulesReview)body;
        if (review.Spec.Namespace.Length == 0) throw ApiErrors.BadRequest("no namespace on request");
        SubjectRulesReviewStatus status = new() { ResourceRules = [], NonResourceRules = [] };
        foreach (var grant in rbac.GrantsOf(request.User).Where(g => g.Namespace.Length == 0 || g.Namespace == review.Spec.Namespace))
        {
            foreach (var rule in grant.Rules)
            {
                if (rule.Resources.Count > 0)
                {
                    status.ResourceRules.Add(new ResourceRule
                    {
                        Verbs = [.. rule.Verbs], ApiGroups = [.. rule.ApiGroups],
                        Resources = [.. rule.Resources], ResourceNames = [.. rule.ResourceNames],
                    });
                }
                else
                {
                    status.NonResourceRules.Add(new NonResourceRule { Verbs = [.. rule.Verbs], NonResourceURLs = [.. rule.NonResourceURLs] });
                }
            }
        }

        // As upstream's, the answer does not repeat the question.
        return new(new SelfSubjectRulesReview { Status = status });
    }
}
