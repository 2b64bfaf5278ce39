using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A pod's containers: what all of them have, and what regular and init containers have of their own.</summary>
internal static class ContainerValidation
{
    private const string OnlyRestarted = "may not be set for init containers without restartPolicy=Always";

    /// <summary>Judges regular containers.</summary>
    public static void Validate(PodScope scope, FieldPath path, FieldErrors errors)
    {
        var containers = scope.Spec.Containers;
        if (containers.Count == 0)
        {
            errors.Required(path);
            return;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var at = path.Index(i);
            ValidateCommon(containers[i], scope, at, errors);
            if (!names.Add(containers[i].Name)) errors.Duplicate(at.Child("name"), containers[i].Name);
            HandlerValidation.Validate(containers[i].Lifecycle, scope, at.Child("lifecycle"), errors);
            ProbeValidation.Validate(containers[i], at, errors);
            RestartPolicyValidation.Validate(containers[i], at, errors);
        }

        ContainerPortsValidation.ValidateHostPorts(containers, path, errors);
    }

    /// <summary>Judges init containers.</summary>
    public static void ValidateInit(PodScope scope, FieldPath path, FieldErrors errors)
    {
        if (scope.Spec.InitContainers.Count == 0) return;
        HashSet<string> names = new(scope.Spec.Containers.Select(c => c.Name), StringComparer.Ordinal);
        for (var i = 0; i < scope.Spec.InitContainers.Count; i++)
        {
            var container = scope.Spec.InitContainers[i];
            var at = path.Index(i);
            ValidateCommon(container, scope, at, errors);
            RestartPolicyValidation.ValidateInit(container, at, errors);
            if (names.Contains(container.Name)) errors.Duplicate(at.Child("name"), container.Name);
            else if (container.Name.Length > 0) names.Add(container.Name);

            // They run one by one: each may take the same ports.
            ContainerPortsValidation.ValidateHostPorts(container, new(StringComparer.Ordinal), path.Index(0), errors);
            if (container.RestartPolicy is "Always")
            {
                HandlerValidation.Validate(container.Lifecycle, scope, at.Child("lifecycle"), errors);
                ProbeValidation.Validate(container, at, errors);
                continue;
            }

            if (container.Lifecycle is not null) errors.Forbidden(at.Child("lifecycle"), OnlyRestarted);
            if (container.LivenessProbe is not null) errors.Forbidden(at.Child("livenessProbe"), OnlyRestarted);
            if (container.ReadinessProbe is not null) errors.Forbidden(at.Child("readinessProbe"), OnlyRestarted);
            if (container.StartupProbe is not null) errors.Forbidden(at.Child("startupProbe"), OnlyRestarted);
        }
    }

    /// <summary>Judges what every kind of container has.</summary>
    public static void ValidateCommon(Container container, PodScope scope, FieldPath path, FieldErrors errors)
    {
        Label(container.Name, path.Child("name"), errors);
        if (container.Image.Length == 0) errors.Required(path.Child("image"));
        if (container.TerminationMessagePolicy.Length == 0) errors.Required(path.Child("terminationMessagePolicy"));
        else errors.OneOf(path.Child("terminationMessagePolicy"), container.TerminationMessagePolicy, "File", "FallbackToLogsOnError");

        if (container.Ports.Count > 0) ContainerPortsValidation.Validate(container.Ports, path.Child("ports"), errors);
        if (container.Env.Count > 0) EnvValidation.Validate(container.Env, path.Child("env"), errors);
        if (container.EnvFrom.Count > 0) EnvValidation.ValidateFrom(container.EnvFrom, path.Child("envFrom"), errors);
        if (container.VolumeMounts.Count > 0) VolumeMountValidation.ValidateMounts(container, scope, path.Child("volumeMounts"), errors);
        if (container.VolumeDevices.Count > 0) VolumeMountValidation.ValidateDevices(container, scope, path.Child("volumeDevices"), errors);
        PullPolicy(container.ImagePullPolicy, path.Child("imagePullPolicy"), errors);
        ResourceRequirementsValidation.Validate(container.Resources, scope.ClaimNames, path.Child("resources"), errors);
        ValidateResizePolicy(container.ResizePolicy, scope.Spec.RestartPolicy, path.Child("resizePolicy"), errors);
        SecurityContextValidation.Validate(container.SecurityContext, scope, path.Child("securityContext"), errors);
    }

    /// <summary>A DNS label that has to be there.</summary>
    public static void Label(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        else errors.Invalid(path, name, Names.CheckDns1123Label(name));
    }

    /// <summary>When an image is pulled.</summary>
    public static void PullPolicy(string policy, FieldPath path, FieldErrors errors)
    {
        if (policy.Length == 0) errors.Required(path);
        else errors.OneOf(path, policy, "Always", "IfNotPresent", "Never");
    }

    private static void ValidateResizePolicy(KubeList<ContainerResizePolicy> policies, string podRestartPolicy, FieldPath path, FieldErrors errors)
    {
        if (policies.Count == 0) return;
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < policies.Count; i++)
        {
            var policy = policies[i];
            if (!seen.Add(policy.ResourceName)) errors.Duplicate(path.Index(i), policy.ResourceName);
            if (policy.ResourceName.Length == 0) errors.Required(path);
            else errors.OneOf(path, policy.ResourceName, "cpu", "memory");
            if (policy.RestartPolicy.Length == 0) errors.Required(path);
            else errors.OneOf(path, policy.RestartPolicy, "NotRequired", "RestartContainer");
            if (podRestartPolicy == "Never" && policy.RestartPolicy != "NotRequired")
            {
                errors.Invalid(path, policy.RestartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
