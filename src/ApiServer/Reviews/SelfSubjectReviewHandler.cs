using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Reviews;

/// <summary>Answers SelfSubjectReviews: who am I (<c>kubectl auth whoami</c>)?</summary>
internal sealed class SelfSubjectReviewHandler : ICreateHandler
{
    /// <summary>The answer. Nothing of the question is in it: it has nothing to ask.</summary>
    public ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation) =>
        new(new SelfSubjectReview { Status = new() { UserInfo = Convert(request.User) } });

    /// <summary>A caller in the API's own words.</summary>
    public static Api.Authentication.V1.UserInfo Convert(UserInfo user)
    {
        Api.Authentication.V1.UserInfo result = new() { Username = user.Name, Uid = user.Uid, Groups = [.. user.Groups] };
        foreach (var (key, values) in user.Extra) result.Extra[key] = [.. values];
        return result;
    }
}
