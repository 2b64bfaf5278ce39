using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Subresources.Eviction;

/// <summary>What a disruption budget lets happen, and what is written into budget and pod when it does.</summary>
internal static class DisruptionRules
{
    private const int MaxDisruptedPods = 2000;
    private const int RetryAfterSeconds = 10;
    private const string Refused = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static readonly GroupResource Budgets = new("policy", "poddisruptionbudget");

    /// <summary>Whether the pod may go without taking from the budget, because it is not ready and so not counted as healthy.</summary>
    public static bool SparesUnready(Pod pod, PodDisruptionBudget budget)
    {
        if (pod.Status.Conditions.Any(static c => c is { Type: "Ready", Status: "True" })) return false;
        if (budget.Spec.UnhealthyPodEvictionPolicy == "AlwaysAllow") return true;
        return budget.Status.CurrentHealthy >= budget.Status.DesiredHealthy && budget.Status.DesiredHealthy > 0;
    }

    /// <summary>Takes one disruption from the budget.</summary>
    /// <exception cref="KubeApiException">429 or 403: it may not be.</exception>
    public static void Take(PodDisruptionBudget budget, string pod, DateTimeOffset now)
    {
        var name = budget.Metadata.Name;
        var status = budget.Status;
        if (status.ObservedGeneration < budget.Metadata.Generation) throw StillProcessed(name);
        if (status.DisruptionsAllowed < 0) throw ApiErrors.Forbidden(Budgets, name, "pdb disruptions allowed is negative");
        if (status.DisruptedPods.Count > MaxDisruptedPods)
            throw ApiErrors.Forbidden(Budgets, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        if (status.DisruptionsAllowed == 0) throw Refuse(0, WhyNone(budget));

        status.DisruptionsAllowed--;
        if (status.DisruptionsAllowed == 0) TellInsufficient(status, now);
        status.DisruptedPods[pod] = now;
    }

    /// <summary>429: the budget has changed and nobody has counted since.</summary>
    public static KubeApiException StillProcessed(string budget) =>
        Refuse(RetryAfterSeconds, $"The disruption budget {budget} is still being processed by the server.");

    /// <summary>Says in a pod's status that it is evicted.</summary>
    public static void MarkTarget(Pod pod, DateTimeOffset now)
    {
        const string type = "DisruptionTarget", reason = "EvictionByEvictionAPI", message = "Eviction API: evicting";
        var condition = pod.Status.Conditions.FirstOrDefault(c => c.Type == type);
        if (condition is null) pod.Status.Conditions.Add(condition = new PodCondition { Type = type });
        if (condition.Status != "True") condition.LastTransitionTime = now;
        condition.Status = "True";
        condition.Reason = reason;
        condition.Message = message;
        condition.ObservedGeneration = pod.Metadata.Generation;
    }

    private static string WhyNone(PodDisruptionBudget budget)
    {
        var (name, status) = (budget.Metadata.Name, budget.Status);
        if (status.Conditions.FirstOrDefault(static c => c is { Type: "DisruptionAllowed", Status: "False", Reason: "SyncFailed" }) is { } failed)
            return $"The disruption budget {name} does not allow evicting pods currently because it failed sync: {failed.Message}";
        return status.CurrentHealthy <= status.DesiredHealthy
            ? $"The disruption budget {name} needs {status.DesiredHealthy} healthy pods and has {status.CurrentHealthy} currently"
            : $"The disruption budget {name} does not allow evicting pods currently";
    }

    private static void TellInsufficient(PodDisruptionBudgetStatus status, DateTimeOffset now)
    {
        var condition = status.Conditions.FirstOrDefault(static c => c.Type == "DisruptionAllowed");
        if (condition is null) status.Conditions.Add(condition = new Condition { Type = "DisruptionAllowed" });
        if (condition.Status != "False") condition.LastTransitionTime = now;
        condition.Status = "False";
        condition.Reason = "InsufficientPods";
        condition.Message = "";
        condition.ObservedGeneration = status.ObservedGeneration;
    }

    private static KubeApiException Refuse(int retryAfterSeconds, string why) => ApiErrors.TooManyRequests(
        Refused, retryAfterSeconds, new StatusCause { Reason = "DisruptionBudget", Message = why });
}
