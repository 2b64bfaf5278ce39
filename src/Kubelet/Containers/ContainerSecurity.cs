using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Containers;

/// <summary>Security contexts, of the pod and of the container, as the runtime takes them.</summary>
internal static class ContainerSecurity
{
    // Upstream's default procMount.
    private static readonly string[] MaskedPaths =
    [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    private static readonly string[] ReadonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>Of a container.</summary>
    /// <exception cref="InvalidOperationException">It must not run as root and would; the message is upstream's.</exception>
    public static LinuxContainerSecurityContext Of(ContainerStart start)
    {
        var (pod, container) = (start.Pod, start.Container);
        var own = container.SecurityContext;
        var shared = pod.Spec.SecurityContext;
        ThrowIfRoot(start);

        LinuxContainerSecurityContext context = new()
        {
            Privileged = own?.Privileged is true,
            NamespaceOptions = SandboxRecord.Namespaces(pod),
            ReadonlyRootfs = own?.ReadOnlyRootFilesystem is true,
            NoNewPrivs = own?.AllowPrivilegeEscalation is false,
            Seccomp = Profile(own?.SeccompProfile ?? shared?.SeccompProfile),
            Apparmor = Profile(own?.AppArmorProfile ?? shared?.AppArmorProfile),
        };
        if (UserOf(start) is { } user) context.RunAsUser = new() { Value = user };
        if ((own?.RunAsGroup ?? shared?.RunAsGroup) is { } group) context.RunAsGroup = new() { Value = group };
        if (own?.Capabilities is { } capabilities)
        {
            context.Capabilities = new();
            context.Capabilities.AddCapabilities.AddRange(capabilities.Add);
            context.Capabilities.DropCapabilities.AddRange(capabilities.Drop);
        }

        context.SupplementalGroups.AddRange(Groups(pod));
        context.SupplementalGroupsPolicy = shared?.SupplementalGroupsPolicy == "Strict" ? SupplementalGroupsPolicy.Strict : SupplementalGroupsPolicy.Merge;
        if (own?.ProcMount != "Unmasked" && !context.Privileged)
        {
            context.MaskedPaths.AddRange(MaskedPaths);
            context.ReadonlyPaths.AddRange(ReadonlyPaths);
        }

        if (FindTarget(start) is { } target)
        {
            context.NamespaceOptions.Pid = NamespaceMode.Target;
            context.NamespaceOptions.TargetId = target;
        }

        return context;
    }

    /// <summary>Of a sandbox.</summary>
    public static LinuxSandboxSecurityContext OfSandbox(Pod pod)
    {
        LinuxSandboxSecurityContext context = new()
        {
            NamespaceOptions = SandboxRecord.Namespaces(pod),
            Privileged = pod.Spec.InitContainers.Concat(pod.Spec.Containers).Any(static c => c.SecurityContext?.Privileged is true),
            Seccomp = new() { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        };
        if (pod.Spec.SecurityContext?.RunAsUser is { } user) context.RunAsUser = new() { Value = user };
        if (pod.Spec.SecurityContext?.RunAsGroup is { } group) context.RunAsGroup = new() { Value = group };
        context.SupplementalGroups.AddRange(Groups(pod));
        return context;
    }

    /// <summary>The pod's supplemental groups, its fsGroup among them.</summary>
    private static IEnumerable<long> Groups(Pod pod)
    {
        if (pod.Spec.SecurityContext is not { } context) return [];
        return context.FsGroup is { } group ? [.. context.SupplementalGroups, group] : context.SupplementalGroups;
    }

    private static long? UserOf(ContainerStart start) =>
        start.Container.SecurityContext?.RunAsUser ?? start.Pod.Spec.SecurityContext?.RunAsUser;

    private static void ThrowIfRoot(ContainerStart start)
    {
        var (pod, container) = (start.Pod, start.Container);
        if ((container.SecurityContext?.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) is not true) return;
        var where = $"(pod: \"{PodNames.Format(pod)}\", container: {container.Name})";
        switch (UserOf(start))
        {
            case 0: throw new InvalidOperationException($"container's runAsUser breaks non-root policy {where}");
            case not null: return;
        }

        if (start.Image.Uid == 0 || (start.Image.Uid is null && start.Image.Username.Length == 0))
            throw new InvalidOperationException($"container has runAsNonRoot and image will run as root {where}");
        if (start.Image.Uid is null)
        {
            throw new InvalidOperationException(
                $"container has runAsNonRoot and image has non-numeric user ({start.Image.Username}), cannot verify user is non-root {where}");
        }
    }

    private static SecurityProfile Profile(SeccompProfile? profile) =>
        profile is null
            ? new() { ProfileType = SecurityProfile.Types.ProfileType.Unconfined }
            : Profile(profile.Type, profile.LocalhostProfile);

    /// <summary>Without one the runtime's own applies, where the machine has AppArmor.</summary>
    private static SecurityProfile? Profile(AppArmorProfile? profile) =>
        profile is null ? null : Profile(profile.Type, profile.LocalhostProfile);

    private static SecurityProfile Profile(string type, string? localhost) => type switch
    {
        "RuntimeDefault" => new() { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        "Localhost" => new() { ProfileType = SecurityProfile.Types.ProfileType.Localhost, LocalhostRef = localhost ?? "" },
        _ => new() { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
    };

    /// <summary>The container whose processes an ephemeral container wants to see.</summary>
    private static string? FindTarget(ContainerStart start)
    {
        var ephemeral = start.Pod.Spec.EphemeralContainers.FirstOrDefault(e => e.Name == start.Container.Name);
        if (ephemeral is not { TargetContainerName: { Length: > 0 } name }) return null;
        return start.Runtime.FindContainer(name) is { State: RuntimeState.Running } target
            ? target.Id
            : throw new InvalidOperationException($"unable to find target container \"{name}\"");
    }
}
