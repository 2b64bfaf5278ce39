using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Containers that are added to a running pod to look at it.</summary>
internal static class EphemeralContainerValidation
{
    private const string NotAllowed = "cannot be set for an Ephemeral Container";

    /// <summary>Judges ephemeral containers.</summary>
    public static void Validate(PodScope scope, FieldPath path, FieldErrors errors)
    {
        if (scope.Spec.EphemeralContainers.Count == 0) return;
        HashSet<string> others = new(
            scope.Spec.Containers.Select(c => c.Name).Concat(scope.Spec.InitContainers.Select(c => c.Name)), StringComparer.Ordinal);
        HashSet<string> all = new(others, StringComparer.Ordinal);
        for (var i = 0; i < scope.Spec.EphemeralContainers.Count; i++)
        {
            var ephemeral = scope.Spec.EphemeralContainers[i];
            var container = AsContainer(ephemeral);
            var at = path.Index(i);
            ContainerValidation.ValidateCommon(container, scope, at, errors);
            PodValidation.ImageHasNoPadding(container.Image, at, errors);
            if (!all.Add(ephemeral.Name)) errors.Duplicate(at.Child("name"), ephemeral.Name);
            if (ephemeral.TargetContainerName.Length > 0 && !others.Contains(ephemeral.TargetContainerName))
            {
                errors.NotFound(at.Child("targetContainerName"), ephemeral.TargetContainerName);
            }

            ForbidServices(container, at, errors);
        }
    }

    // Nothing may rely on them, so what makes a container a service is not theirs.
    private static void ForbidServices(Container container, FieldPath path, FieldErrors errors)
    {
        void Forbid(bool isSet, string field)
        {
            if (isSet) errors.Forbidden(path.Child(field), NotAllowed);
        }

        Forbid(!container.Ports.IsNil, "ports");
        Forbid(!container.Resources.Limits.IsNil || !container.Resources.Requests.IsNil || !container.Resources.Claims.IsNil, "resources");
        Forbid(!container.ResizePolicy.IsNil, "resizePolicy");
        Forbid(container.RestartPolicy is not null, "restartPolicy");
        Forbid(!container.RestartPolicyRules.IsNil, "restartPolicyRules");
        Forbid(container.LivenessProbe is not null, "livenessProbe");
        Forbid(container.ReadinessProbe is not null, "readinessProbe");
        Forbid(container.StartupProbe is not null, "startupProbe");
        Forbid(container.Lifecycle is not null, "lifecycle");
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var at = path.Child("volumeMounts").Index(i);
            if (container.VolumeMounts[i].SubPath.Length > 0) errors.Forbidden(at.Child("subPath"), NotAllowed);
            if (container.VolumeMounts[i].SubPathExpr.Length > 0) errors.Forbidden(at.Child("subPathExpr"), NotAllowed);
        }
    }

    private static Container AsContainer(EphemeralContainerCommon source) => new()
    {
        Name = source.Name,
        Image = source.Image,
        Ports = source.Ports,
        EnvFrom = source.EnvFrom,
        Env = source.Env,
        Resources = source.Resources,
        ResizePolicy = source.ResizePolicy,
        RestartPolicy = source.RestartPolicy,
        RestartPolicyRules = source.RestartPolicyRules,
        VolumeMounts = source.VolumeMounts,
        VolumeDevices = source.VolumeDevices,
        LivenessProbe = source.LivenessProbe,
        ReadinessProbe = source.ReadinessProbe,
        StartupProbe = source.StartupProbe,
        Lifecycle = source.Lifecycle,
        TerminationMessagePolicy = source.TerminationMessagePolicy,
        ImagePullPolicy = source.ImagePullPolicy,
        SecurityContext = source.SecurityContext,
    };
}
