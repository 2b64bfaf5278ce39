using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>Sets and removes conditions of a deployment.</summary>
internal static class DeploymentConditions
{
    public static DeploymentCondition New(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        Type = type, Status = status, Reason = reason, Message = message, LastUpdateTime = now, LastTransitionTime = now,
    };

    /// <summary>
    /// Puts a condition in the place of the one of its type. One of the same status and reason stays as it is; one of the
    /// same status keeps its transition time (upstream's SetDeploymentCondition).
    /// </summary>
    public static void Set(DeploymentStatus status, DeploymentCondition condition)
    {
        var current = status.Condition(condition.Type);
        if (current is not null && current.Status == condition.Status && current.Reason == condition.Reason) return;
        if (current is not null && current.Status == condition.Status) condition.LastTransitionTime = current.LastTransitionTime;
        Remove(status, condition.Type);
        status.Conditions.Add(condition);
    }

    public static void Remove(DeploymentStatus status, string type) => status.Conditions.RemoveAll(c => c.Type == type);
}
