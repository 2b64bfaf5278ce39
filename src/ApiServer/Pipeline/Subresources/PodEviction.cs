using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Pipeline.Verbs;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Subresources;

/// <summary>
/// pods/eviction: deletes a pod if the disruption budgets that select it allow one more disruption (upstream's
/// EvictionREST).
/// </summary>
internal sealed class PodEviction(ServerParts parts, DeleteVerb delete) : ICreateHandler
{
    private const int RetryAfterSeconds = 10;

    /// <inheritdoc/>
    public async ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var eviction = (Eviction)body;
        if (eviction.Metadata.Name.Length > 0 && eviction.Metadata.Name != request.Name)
            throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        var pod = parts.Caches.Find<Pod>(request.Namespace, request.Name) ?? throw ApiErrors.NotFound(Pod.Resource.GroupResource, request.Name);

        // A pod that has ended, does not run yet or goes already disturbs nobody.
        if (pod.Status.Phase is not ("Succeeded" or "Failed" or "Pending") && pod.Metadata.DeletionTimestamp is null) CheckBudgets(pod);
        await delete.DeleteAsync(request, request.Namespace, request.Name, eviction.DeleteOptions ?? new DeleteOptions(), cancellation);
        return new Status { StatusValue = "Success", Code = 201 };
    }

    private void CheckBudgets(Pod pod)
    {
        var budgets = parts.Caches.List<PodDisruptionBudget>(pod.Metadata.Namespace)
            .Where(b => b.Spec.Selector?.ToQuery().Matches(pod.Metadata.Labels) == true)
            .ToList();
        if (budgets.Count > 1) throw ApiErrors.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (budgets is not [{ Status.DisruptionsAllowed: <= 0 } budget]) return;
        throw ApiErrors.TooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.", RetryAfterSeconds,
            new StatusCause
            {
                Reason = "DisruptionBudget",
                Message = $"The disruption budget {budget.Metadata.Name} needs {budget.Status.DesiredHealthy} healthy pods and has {budget.Status.CurrentHealthy} currently",
            });
    }
}
