using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Status;

/// <summary>The conditions that the kubelet writes into a pod's status, with upstream's reasons and messages.</summary>
internal static class PodConditions
{
    public const string ReadyToStartContainers = "PodReadyToStartContainers";
    public const string Initialized = "Initialized";
    public const string Ready = "Ready";
    public const string ContainersReady = "ContainersReady";
    public const string Scheduled = "PodScheduled";

    private const string PodCompleted = "PodCompleted";
    private const string PodFailed = "PodFailed";

    /// <summary>Whether the kubelet owns conditions of that type; others' are left alone.</summary>
    public static bool IsOwned(string type) =>
        type is ReadyToStartContainers or Initialized or Ready or ContainersReady or Scheduled
            or "PodResizePending" or "PodResizeInProgress";

    /// <summary>The kubelet's conditions, without their times.</summary>
    public static IReadOnlyList<PodCondition> Of(
        Pod pod, RuntimePod runtime, string phase,
        IReadOnlyList<ContainerStatus> containers, IReadOnlyList<ContainerStatus> initContainers)
    {
        var containersReady = ContainersReadyOf(pod, phase, containers, initContainers);
        return
        [
            new() { Type = ReadyToStartContainers, Status = SandboxChange.Of(pod, runtime).Needed ? "False" : "True" },
            InitializedOf(pod, phase, containers, initContainers),
            ReadyOf(pod, containersReady),
            containersReady,
            new() { Type = Scheduled, Status = "True" },
        ];
    }

    private static PodCondition InitializedOf(
        Pod pod, string phase, IReadOnlyList<ContainerStatus> containers, IReadOnlyList<ContainerStatus> initContainers)
    {
        List<string> unknown = [], incomplete = [];
        foreach (var container in pod.Spec.InitContainers)
        {
            if (PodPhase.Find(initContainers, container.Name) is not { } status) unknown.Add(container.Name);
            else if (PodContainers.IsSidecar(container) ? status.Started is not true : !status.Ready) incomplete.Add(container.Name);
        }

        if (phase == PodPhase.Succeeded && unknown.Count == 0) return new() { Type = Initialized, Status = "True", Reason = PodCompleted };
        if (PodPhase.HasAnyStarted(pod, containers)) return new() { Type = Initialized, Status = "True" };
        return Judge(Initialized, "ContainersNotInitialized", unknown, incomplete, "incomplete");
    }

    private static PodCondition ContainersReadyOf(
        Pod pod, string phase, IReadOnlyList<ContainerStatus> containers, IReadOnlyList<ContainerStatus> initContainers)
    {
        List<string> unknown = [], unready = [];
        foreach (var container in pod.Spec.InitContainers.Where(PodContainers.IsSidecar)) Look(initContainers, container);
        foreach (var container in pod.Spec.Containers) Look(containers, container);

        if (phase == PodPhase.Succeeded && unknown.Count == 0) return new() { Type = ContainersReady, Status = "False", Reason = PodCompleted };
        if (phase == PodPhase.Failed) return new() { Type = ContainersReady, Status = "False", Reason = PodFailed };
        return Judge(ContainersReady, "ContainersNotReady", unknown, unready, "unready");

        void Look(IReadOnlyList<ContainerStatus> statuses, Container container)
        {
            if (PodPhase.Find(statuses, container.Name) is not { } status) unknown.Add(container.Name);
            else if (!status.Ready) unready.Add(container.Name);
        }
    }

    private static PodCondition ReadyOf(Pod pod, PodCondition containersReady)
    {
        if (containersReady.Status != "True")
        {
            var notReady = containersReady.Clone();
            notReady.Type = Ready;
            return notReady;
        }

        List<string> missing = [];
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            var condition = pod.Status.Conditions.FirstOrDefault(c => c.Type == gate.ConditionType);
            if (condition is null) missing.Add($"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist.");
            else if (condition.Status != "True")
                missing.Add($"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}");
        }

        return missing.Count == 0
            ? new() { Type = Ready, Status = "True" }
            : new() { Type = Ready, Status = "False", Reason = "ReadinessGatesNotReady", Message = string.Join(", ", missing) };
    }

    private static PodCondition Judge(string type, string reason, List<string> unknown, List<string> lacking, string how)
    {
        List<string> messages = [];
        if (unknown.Count > 0) messages.Add($"containers with unknown status: [{string.Join(' ', unknown)}]");
        if (lacking.Count > 0) messages.Add($"containers with {how} status: [{string.Join(' ', lacking)}]");
        return messages.Count == 0
            ? new() { Type = type, Status = "True" }
            : new() { Type = type, Status = "False", Reason = reason, Message = string.Join(", ", messages) };
    }
}
