using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Subresources.Eviction;

/// <summary>Finds the budget of a pod and takes disruptions from it, each of them once, whoever else evicts at the same time.</summary>
internal sealed class BudgetLedger(ServerParts parts, ObjectStore store)
{
    private const int MaxTries = 20;

    private StoredResource Budgets => parts.Catalog.Find(PodDisruptionBudget.Resource.Gvr)!.Storage!;

    /// <summary>The budget that selects the pod; null when none does.</summary>
    /// <exception cref="Client.KubeApiException">500: there are several, which upstream does not support either.</exception>
    public ObjectEntry? Find(Pod pod)
    {
        ObjectEntry? found = null;
        foreach (var budget in parts.Caches.List<PodDisruptionBudget>(pod.Metadata.Namespace))
        {
            if (budget.Spec.Selector?.ToQuery().Matches(pod.Metadata.Labels) != true) continue;
            if (found is not null)
                throw ApiErrors.Plain(500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            found = parts.Caches[Budgets].Find(budget.Metadata.Namespace, budget.Metadata.Name);
        }

        return found;
    }

    /// <summary>
    /// Takes one disruption for a pod and writes down for which, so that the disruption controller counts it as gone before
    /// it is.
    /// </summary>
    /// <exception cref="Client.KubeApiException">429: there is none left; 403: the budget's state is wrong; 504: others were always faster.</exception>
    public async ValueTask TakeAsync(ObjectEntry entry, string pod, bool dryRun, CancellationToken cancellation)
    {
        var current = entry;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var budget = (PodDisruptionBudget)current.Object.Clone();
            DisruptionRules.Take(budget, pod, parts.Environment.Now);
            if (dryRun || await store.ReplaceAsync(Budgets, current, budget, cancellation) is not null) return;
            current = parts.Caches[Budgets].Find(entry.Key) ?? throw ApiErrors.NotFound(PodDisruptionBudget.Resource.GroupResource, entry.Name);
        }

        throw ApiErrors.Timeout($"couldn't update PodDisruptionBudget {GoQuote.Quote(entry.Name)} due to conflicts", retryAfterSeconds: 10);
    }
}
