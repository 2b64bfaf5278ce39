using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What only pods on Windows have, and what they cannot have.</summary>
internal static class WindowsValidation
{
    private const int MaxSpecLength = 64 * 1024;
    private const string OnlyElsewhere = "cannot be set for a windows pod";

    /// <summary>Judges the options of a container or a pod.</summary>
    public static void Validate(WindowsSecurityContextOptions? options, FieldPath path, FieldErrors errors)
    {
        if (options is null) return;
        if (options.GmsaCredentialSpecName is { } name) errors.Invalid(path.Child("gmsaCredentialSpecName"), name, Names.CheckDns1123Subdomain(name));
        if (options.GmsaCredentialSpec is { } spec)
        {
            if (spec.Length == 0) errors.Invalid(path.Child("gmsaCredentialSpec"), spec, "gmsaCredentialSpec cannot be an empty string");
            else if (spec.Length > MaxSpecLength) errors.Invalid(path.Child("gmsaCredentialSpec"), spec, $"gmsaCredentialSpec size must be under {MaxSpecLength / 1024} KiB");
        }

        if (options.RunAsUserName is not { } user) return;
        if (user.Length == 0) errors.Invalid(path.Child("runAsUserName"), user, "runAsUserName cannot be an empty string");
        else if (user.AsSpan().ContainsAnyInRange('\0', '\x1f')) errors.Invalid(path.Child("runAsUserName"), user, "runAsUserName cannot contain control characters");
    }

    /// <summary>A pod that says it is for Linux has nothing of Windows.</summary>
    public static void ForbidOnLinux(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        const string detail = "windows options cannot be set for a linux pod";
        if (spec.SecurityContext?.WindowsOptions is not null) errors.Forbidden(path.Child("securityContext").Child("windowsOptions"), detail);
        Visit(spec, path, (context, at) =>
        {
            if (context?.WindowsOptions is not null) errors.Forbidden(at.Child("windowsOptions"), detail);
        });
    }

    /// <summary>A pod that says it is for Windows has nothing of Linux.</summary>
    public static void ForbidOnWindows(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        void Forbid(bool isSet, FieldPath at)
        {
            if (isSet) errors.Forbidden(at, OnlyElsewhere);
        }

        if (spec.SecurityContext is { } pod)
        {
            var at = path.Child("securityContext");
            Forbid(pod.AppArmorProfile is not null, at.Child("appArmorProfile"));
            Forbid(pod.SeLinuxOptions is not null, at.Child("seLinuxOptions"));
            Forbid(pod.SeccompProfile is not null, at.Child("seccompProfile"));
            Forbid(pod.FsGroup is not null, at.Child("fsGroup"));
            Forbid(pod.FsGroupChangePolicy is not null, at.Child("fsGroupChangePolicy"));
            Forbid(pod.Sysctls.Count > 0, at.Child("sysctls"));
            Forbid(pod.RunAsUser is not null, at.Child("runAsUser"));
            Forbid(pod.RunAsGroup is not null, at.Child("runAsGroup"));
            Forbid(pod.SupplementalGroups.Count > 0, at.Child("supplementalGroups"));
            Forbid(pod.SupplementalGroupsPolicy is not null, at.Child("supplementalGroupsPolicy"));
            Forbid(pod.SeLinuxChangePolicy is not null, at.Child("seLinuxChangePolicy"));
        }

        Forbid(spec.HostUsers is not null, path.Child("hostUsers"));
        Forbid(spec.HostPID, path.Child("hostPID"));
        Forbid(spec.HostIPC, path.Child("hostIPC"));
        Forbid(spec.ShareProcessNamespace is not null, path.Child("shareProcessNamespace"));
        Visit(spec, path, (context, at) =>
        {
            if (context is null) return;
            Forbid(context.AppArmorProfile is not null, at.Child("appArmorProfile"));
            Forbid(context.SeLinuxOptions is not null, at.Child("seLinuxOptions"));
            Forbid(context.SeccompProfile is not null, at.Child("seccompProfile"));
            Forbid(context.Capabilities is not null, at.Child("capabilities"));
            Forbid(context.ReadOnlyRootFilesystem is not null, at.Child("readOnlyRootFilesystem"));
            Forbid(context.Privileged is not null, at.Child("privileged"));
            Forbid(context.AllowPrivilegeEscalation is not null, at.Child("allowPrivilegeEscalation"));
            Forbid(context.ProcMount is not null, at.Child("procMount"));
            Forbid(context.RunAsUser is not null, at.Child("runAsUser"));
            Forbid(context.RunAsGroup is not null, at.Child("runAsGroup"));
        });
    }

    private static void Visit(PodSpec spec, FieldPath path, Action<SecurityContext?, FieldPath> visit)
    {
        for (var i = 0; i < spec.InitContainers.Count; i++) visit(spec.InitContainers[i].SecurityContext, path.Child("initContainers").Index(i).Child("securityContext"));
        for (var i = 0; i < spec.Containers.Count; i++) visit(spec.Containers[i].SecurityContext, path.Child("containers").Index(i).Child("securityContext"));
        for (var i = 0; i < spec.EphemeralContainers.Count; i++)
        {
            visit(spec.EphemeralContainers[i].SecurityContext, path.Child("ephemeralContainers").Index(i).Child("securityContext"));
        }
    }
}
