using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Who a container runs as and what it may.</summary>
internal static class SecurityContextValidation
{
    /// <summary>Judges a container's context.</summary>
    public static void Validate(SecurityContext? context, PodScope scope, FieldPath path, FieldErrors errors)
    {
        if (context is null) return;
        if (context.RunAsUser is { } user) Id(path.Child("runAsUser"), user, errors);
        if (context.RunAsGroup is { } group) Id(path.Child("runAsGroup"), group, errors);
        if (context.ProcMount is { } proc)
        {
            if (proc.Length == 0) errors.Required(path.Child("procMount"));
            else errors.OneOf(path.Child("procMount"), proc, "Default", "Unmasked");
            if (proc == "Unmasked" && scope.HostUsers) errors.Invalid(path.Child("procMount"), proc, "`hostUsers` must be false to use `Unmasked`");
        }

        ValidateSeccomp(context.SeccompProfile, path.Child("seccompProfile"), errors);
        if (context.AllowPrivilegeEscalation is false) ValidateEscalation(context, path, errors);
        WindowsValidation.Validate(context.WindowsOptions, path.Child("windowsOptions"), errors);
        ValidateAppArmor(context.AppArmorProfile, path.Child("appArmorProfile"), errors);
    }

    /// <summary>A user's or group's number.</summary>
    public static void Id(FieldPath path, long id, FieldErrors errors) => errors.InRange(path, id, 0, int.MaxValue);

    /// <summary>Judges a seccomp profile.</summary>
    public static void ValidateSeccomp(SeccompProfile? profile, FieldPath path, FieldErrors errors)
    {
        if (profile is null) return;
        if (profile.Type.Length == 0) errors.Required(path.Child("type"), "type is required when seccompProfile is set");
        else errors.OneOf(path.Child("type"), profile.Type, "Localhost", "RuntimeDefault", "Unconfined");

        if (profile.Type == "Localhost")
        {
            if (profile.LocalhostProfile is not { } file) errors.Required(path.Child("localhostProfile"), "must be set when seccomp type is Localhost");
            else PathRules.LocalDescending(file, path.Child("localhostProfile"), errors);
        }
        else if (profile.LocalhostProfile is not null)
        {
            errors.Invalid(path.Child("localhostProfile"), profile, "can only be set when seccomp type is Localhost");
        }
    }

    /// <summary>Judges an AppArmor profile.</summary>
    public static void ValidateAppArmor(AppArmorProfile? profile, FieldPath path, FieldErrors errors)
    {
        const string mustBeSet = "must be set when AppArmor type is Localhost";
        const int maxLength = 4095;
        if (profile is null) return;
        var at = path.Child("localhostProfile");
        switch (profile.Type)
        {
            case "Localhost":
                if (profile.LocalhostProfile is not { } name)
                {
                    errors.Required(at, mustBeSet);
                    break;
                }

                if (name.Trim().Length != name.Length) errors.Invalid(at, name, "must not be padded with whitespace");
                else if (name.Length == 0) errors.Required(at, mustBeSet);
                if (name.Length > maxLength) errors.TooLong(at, maxLength);
                break;
            case "RuntimeDefault" or "Unconfined":
                if (profile.LocalhostProfile is { } extra) errors.Invalid(at, extra, "can only be set when AppArmor type is Localhost");
                break;
            case "":
                errors.Required(path.Child("type"), "type is required when appArmorProfile is set");
                break;
            default:
                errors.NotSupported(path.Child("type"), profile.Type, "Localhost", "RuntimeDefault", "Unconfined");
                break;
        }
    }

    private static void ValidateEscalation(SecurityContext context, FieldPath path, FieldErrors errors)
    {
        if (context.Privileged is true) errors.Invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context.Capabilities is { } capabilities && capabilities.Add.Contains("CAP_SYS_ADMIN"))
        {
            errors.Invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }
}
