using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What of a Pod's status may change (upstream's ValidatePodStatusUpdate).</summary>
internal static class PodStatusValidation
{
    private static readonly FieldPath Status = FieldPath.Of("status");

    /// <summary>Judges a change of status.</summary>
    public static void Validate(Pod pod, Pod old, FieldErrors errors)
    {
        var status = pod.Status;
        if (status.NominatedNodeName.Length > 0)
        {
            errors.Invalid(Status.Child("nominatedNodeName"), status.NominatedNodeName, Names.CheckDns1123Subdomain(status.NominatedNodeName));
        }

        var policy = pod.Spec.RestartPolicy;
        var sidecars = pod.Spec.InitContainers.Where(c => c.RestartPolicy is "Always").Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        NoRevival(status.ContainerStatuses, old.Status.ContainerStatuses, policy, pod.Spec.Containers, Status.Child("containerStatuses"), errors);
        NoInitRevival(status.InitContainerStatuses, old.Status.InitContainerStatuses, policy, sidecars, Status.Child("initContainerStatuses"), errors);
        ValidateAddresses(status, errors);
        for (var i = 0; i < status.Conditions.Count; i++)
        {
            var type = status.Conditions[i].Type;
            errors.Invalid(Status.Child("conditions").Index(i).Child("type"), type, Names.CheckQualifiedName(type));
        }
    }

    // A container that ended for good stays so.
    private static void NoRevival(
        KubeList<ContainerStatus> now, KubeList<ContainerStatus> old, string policy, KubeList<Container> containers, FieldPath path, FieldErrors errors)
    {
        if (policy == "Always") return;
        for (var i = 0; i < old.Count; i++)
        {
            if (old[i].State.Terminated is not { } ended) continue;
            if (policy == "OnFailure" && ended.ExitCode != 0) continue;
            if (containers.Any(c => c.Name == old[i].Name && (c.RestartPolicy is not null || c.RestartPolicyRules.Count > 0))) continue;
            if (now.Any(s => s.Name == old[i].Name && s.State.Terminated is null))
            {
                errors.Forbidden(path.Index(i).Child("state"), "may not be transitioned to non-terminated state");
            }
        }
    }

    private static void NoInitRevival(
        KubeList<ContainerStatus> now, KubeList<ContainerStatus> old, string policy, HashSet<string> sidecars, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < old.Count; i++)
        {
            if (sidecars.Contains(old[i].Name) || old[i].State.Terminated is not { } ended) continue;
            if (ended.ExitCode != 0 && policy != "Never") continue;
            if (now.Any(s => s.Name == old[i].Name && s.State.Terminated is null))
            {
                errors.Forbidden(path.Index(i).Child("state"), "may not be transitioned to non-terminated state");
            }
        }
    }

    private static void ValidateAddresses(PodStatus status, FieldErrors errors)
    {
        for (var i = 0; i < status.PodIPs.Count; i++) IpRules.Address(status.PodIPs[i].Ip, Status.Child("podIPs").Index(i), errors);
        for (var i = 0; i < status.HostIPs.Count; i++) IpRules.Address(status.HostIPs[i].Ip, Status.Child("hostIPs").Index(i), errors);
        if (status.HostIPs is [var first, ..] && first.Ip != status.HostIP)
        {
            errors.Invalid(Status.Child("hostIPs").Index(0).Child("ip"), first.Ip, "must be equal to `hostIP`");
        }
    }
}
