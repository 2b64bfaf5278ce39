using Kybernet.Api;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// Takes what is posted to a subresource, or to a resource that is never stored, and answers: service-account tokens,
/// token and access reviews, bindings, evictions. Comes after authorization, decoding and admission.
/// </summary>
internal interface ICreateHandler
{
    /// <summary>Does it. Refuses by throwing what <see cref="ApiErrors"/> makes.</summary>
    /// <param name="request">The request: user, namespace, name of the parent object, options.</param>
    /// <param name="body">What was posted, decoded; the handler may change and return it.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation);
}
