using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Status;

/// <summary>Makes a pod's status (upstream's generateAPIPodStatus): a pure function.</summary>
internal static class PodStatusBuilder
{
    /// <summary>The status as the kubelet sees it, other writers' conditions included.</summary>
    public static PodStatus Build(PodStatusInput input)
    {
        var (pod, previous) = (input.Pod, input.Previous);
        ContainerStatuses statuses = new(input);
        var hasInit = pod.Spec.InitContainers.Count > 0;
        PodStatus status = new()
        {
            ObservedGeneration = pod.Metadata.Generation,
            QosClass = PodQos.Of(pod).ToString(),
            StartTime = previous.StartTime ?? input.Now,
            NominatedNodeName = previous.NominatedNodeName,
            Resize = previous.Resize,
            InitContainerStatuses = new(statuses.Of(pod.Spec.InitContainers, previous.InitContainerStatuses, hasInit, isInit: true)),
            // Those who read it expect them by name.
            ContainerStatuses = new(statuses.Of(pod.Spec.Containers, previous.ContainerStatuses, hasInit, isInit: false)
                .OrderBy(static s => s.Name, StringComparer.Ordinal)),
            EphemeralContainerStatuses = new(statuses.Of(
                [.. pod.Spec.EphemeralContainers.Select(PodContainers.AsContainer)], previous.EphemeralContainerStatuses, hasInit, isInit: false)),
        };
        foreach (var ephemeral in status.EphemeralContainerStatuses) MakeEphemeral(ephemeral);

        SetPhase(input, status);
        SetConditions(input, status);
        SetAddresses(input, status);
        return status;
    }

    /// <summary>Ephemeral containers are never ready, and say nothing of resources.</summary>
    private static void MakeEphemeral(ContainerStatus status)
    {
        status.Ready = false;
        status.Started = null;
        status.AllocatedResources = KubeMap<Quantity>.CreateNil();
        status.Resources = null;
    }

    private static void SetPhase(PodStatusInput input, PodStatus status)
    {
        var known = PodContainers.IsTerminalPhase(input.Pod.Status.Phase) ? input.Pod.Status : input.Previous;
        if (PodContainers.IsTerminalPhase(known.Phase))
        {
            // Nobody comes back from there.
            (status.Phase, status.Reason, status.Message) = (known.Phase, known.Reason, known.Message);
            return;
        }

        status.Phase = PodPhase.Of(input.Pod, status.ContainerStatuses, status.InitContainerStatuses, input.IsTerminal);
        if (input.FailedBecause is { } because && !input.Runtime.HasLiveContainers) // a phase that nobody comes back from waits for them
            (status.Phase, status.Reason, status.Message) = (PodPhase.Failed, because.Reason, because.Message);
        else if (status.Phase == input.Previous.Phase)
            (status.Reason, status.Message) = (input.Previous.Reason, input.Previous.Message);
    }

    private static void SetConditions(PodStatusInput input, PodStatus status)
    {
        var conditions = PodConditions.Of(
            input.Pod, input.Runtime, status.Phase, status.ContainerStatuses, status.InitContainerStatuses);
        foreach (var condition in conditions)
        {
            var before = input.Previous.Conditions.FirstOrDefault(c => c.Type == condition.Type);
            condition.LastTransitionTime = before?.Status == condition.Status ? before.LastTransitionTime : input.Now;
            condition.ObservedGeneration = input.Pod.Metadata.Generation;
            status.Conditions.Add(condition);
        }

        foreach (var other in input.Pod.Status.Conditions.Where(static c => !PodConditions.IsOwned(c.Type)))
            status.Conditions.Add(other.Clone());
    }

    private static void SetAddresses(PodStatusInput input, PodStatus status)
    {
        foreach (var ip in input.HostIps) status.HostIPs.Add(new() { Ip = ip });
        status.HostIP = input.HostIps is [var first, ..] ? first : "";

        // A pod that has ended keeps the address it had: people ask for it.
        var own = PodContainers.IsHostNetwork(input.Pod) ? input.HostIps : input.Runtime.Ips;
        if (own.Count == 0) own = [.. input.Previous.PodIPs.Select(static ip => ip.Ip)];
        foreach (var ip in own) status.PodIPs.Add(new() { Ip = ip });
        status.PodIP = own is [var firstOwn, ..] ? firstOwn : "";
    }
}
