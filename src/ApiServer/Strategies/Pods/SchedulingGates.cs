using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What holds a new pod back from being scheduled.</summary>
internal static class SchedulingGates
{
    /// <summary>Says in the status of a gated pod that it is not scheduled.</summary>
    public static void ApplyCondition(Pod pod)
    {
        if (pod.Spec.SchedulingGates.Count == 0 || pod.Status.Conditions.Any(c => c.Type == "PodScheduled")) return;
        pod.Status.Conditions.Add(new PodCondition
        {
            Type = "PodScheduled",
            Status = "False",
            Reason = "SchedulingGated",
            Message = "Scheduling is blocked due to non-empty scheduling gates",
        });
    }
}
