using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Who a pod runs as.</summary>
internal static partial class PodSecurityContextValidation
{
    private const int MaxSysctlLength = 253;
    private const string SysctlRegex = @"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    /// <summary>Judges a pod's context.</summary>
    public static void Validate(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.SecurityContext is not { } context) return;
        if (context.FsGroup is { } fsGroup) SecurityContextValidation.Id(path.Child("fsGroup"), fsGroup, errors);
        if (context.RunAsUser is { } user) SecurityContextValidation.Id(path.Child("runAsUser"), user, errors);
        if (context.RunAsGroup is { } group) SecurityContextValidation.Id(path.Child("runAsGroup"), group, errors);
        for (var i = 0; i < context.SupplementalGroups.Count; i++)
        {
            SecurityContextValidation.Id(path.Child("supplementalGroups").Index(i), context.SupplementalGroups[i], errors);
        }

        if (spec is { ShareProcessNamespace: true, HostPID: true })
        {
            errors.Invalid(path.Child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }

        if (context.Sysctls.Count > 0) ValidateSysctls(spec, context, path.Child("sysctls"), errors);
        if (context.FsGroupChangePolicy is { } change) errors.OneOf(path.Child("fsGroupChangePolicy"), change, "Always", "OnRootMismatch");
        if (context.SupplementalGroupsPolicy is { } groups) errors.OneOf(path.Child("supplementalGroupsPolicy"), groups, "Merge", "Strict");
        SecurityContextValidation.ValidateSeccomp(context.SeccompProfile, path.Child("seccompProfile"), errors);
        WindowsValidation.Validate(context.WindowsOptions, path.Child("windowsOptions"), errors);
        SecurityContextValidation.ValidateAppArmor(context.AppArmorProfile, path.Child("appArmorProfile"), errors);
        if (context.SeLinuxChangePolicy is { } seLinux) errors.OneOf(path.Child("seLinuxChangePolicy"), seLinux, "Recursive");
    }

    private static void ValidateSysctls(PodSpec spec, PodSecurityContext context, FieldPath path, FieldErrors errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < context.Sysctls.Count; i++)
        {
            var name = context.Sysctls[i].Name;
            var at = path.Index(i).Child("name");
            if (name.Length == 0) errors.Required(at);
            else if (name.Length > MaxSysctlLength || !Sysctl().IsMatch(name))
            {
                errors.Invalid(at, name, $"must have at most {MaxSysctlLength} characters and match regex {SysctlRegex}");
            }
            else if (!names.Add(name)) errors.Duplicate(at, name);

            var dotted = name.Replace('/', '.');
            if (spec.HostNetwork && dotted.StartsWith("net.", StringComparison.Ordinal)) errors.Invalid(at, name, "may not be specified when 'hostNetwork' is true");
            if (spec.HostIPC && IsIpc(dotted)) errors.Invalid(at, name, "may not be specified when 'hostIPC' is true");
        }
    }

    private static bool IsIpc(string sysctl) =>
        sysctl == "kernel.sem" || sysctl.StartsWith("kernel.shm", StringComparison.Ordinal)
        || sysctl.StartsWith("kernel.msg", StringComparison.Ordinal) || sysctl.StartsWith("fs.mqueue.", StringComparison.Ordinal);

    [GeneratedRegex(SysctlRegex, RegexOptions.CultureInvariant)]
    private static partial Regex Sysctl();
}
