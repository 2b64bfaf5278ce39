using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A pod spec, a Pod's or a template's (upstream's ValidatePodSpec).</summary>
internal static class PodSpecValidation
{
    private const string WithoutHostUsers = "when `hostUsers` is false";

    /// <summary>Judges a spec.</summary>
    /// <param name="scope">The spec, its defaults filled in.</param>
    /// <param name="meta">The Pod's metadata, or the template's.</param>
    /// <param name="path">Where the spec is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(PodScope scope, ObjectMeta meta, FieldPath path, FieldErrors errors)
    {
        var spec = scope.Spec;
        var podName = scope.IsPod ? meta.Name : "";

        // 1. what it runs
        VolumeValidation.Validate(scope, podName, path.Child("volumes"), errors);
        ResourceClaimsValidation.Validate(spec.ResourceClaims, podName, path.Child("resourceClaims"), errors);
        ContainerValidation.Validate(scope, path.Child("containers"), errors);
        ContainerValidation.ValidateInit(scope, path.Child("initContainers"), errors);
        EphemeralContainerValidation.Validate(scope, path.Child("ephemeralContainers"), errors);
        PodResourcesValidation.Validate(scope, path, errors);
        if (spec.HostNetwork) ContainerPortsValidation.ValidateHostNetwork(spec.Containers, scope.IsPod, path.Child("containers"), errors);

        // 2. how
        ValidatePolicies(spec, path, errors);
        PodSecurityContextValidation.Validate(spec, path.Child("securityContext"), errors);
        DnsConfigValidation.Validate(spec.DnsConfig, spec.DnsPolicy, path.Child("dnsConfig"), errors);
        ValidateHostUsers(spec, path, errors);
        ValidateNames(spec, path, errors);
        ValidateHostAliases(spec.HostAliases, path.Child("hostAliases"), errors);
        if (spec.ActiveDeadlineSeconds is { } deadline) errors.InRange(path.Child("activeDeadlineSeconds"), deadline, 1, int.MaxValue);

        // 3. where
        ObjectMetaValidation.ValidateLabels(spec.NodeSelector, path.Child("nodeSelector"), errors);
        AffinityValidation.Validate(spec.Affinity, path.Child("affinity"), errors);
        ValidateGates(spec, path, errors);
        TopologySpreadValidation.Validate(spec.TopologySpreadConstraints, path.Child("topologySpreadConstraints"), errors);
        TolerationValidation.Validate(spec.Tolerations, path.Child("tolerations"), errors);
        if (spec.Overhead.Count > 0)
        {
            ResourceRequirementsValidation.Validate(new ResourceRequirements { Limits = spec.Overhead }, scope.ClaimNames, path.Child("overhead"), errors);
        }

        ValidateOs(spec, path, errors);
    }

    private static void ValidatePolicies(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.RestartPolicy.Length == 0) errors.Required(path.Child("restartPolicy"));
        else errors.OneOf(path.Child("restartPolicy"), spec.RestartPolicy, "Always", "OnFailure", "Never");
        if (spec.DnsPolicy.Length == 0) errors.Required(path.Child("dnsPolicy"));
        else errors.OneOf(path.Child("dnsPolicy"), spec.DnsPolicy, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        if (spec.PreemptionPolicy is { } preemption) PreemptionPolicy(preemption, path.Child("preemptionPolicy"), errors);
    }

    /// <summary>Whether a pod may displace others.</summary>
    public static void PreemptionPolicy(string policy, FieldPath path, FieldErrors errors)
    {
        if (policy.Length == 0) errors.Required(path);
        else errors.OneOf(path, policy, "PreemptLowerPriority", "Never");
    }

    private static void ValidateNames(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        void Subdomain(string? name, string field)
        {
            if (name is { Length: > 0 }) errors.Invalid(path.Child(field), name, Names.CheckDns1123Subdomain(name));
        }

        Subdomain(spec.ServiceAccountName, "serviceAccountName");
        Subdomain(spec.NodeName, "nodeName");
        Subdomain(spec.PriorityClassName, "priorityClassName");
        if (spec.RuntimeClassName is { } runtime) errors.Invalid(path.Child("runtimeClassName"), runtime, Names.CheckDns1123Subdomain(runtime));
        if (spec.Hostname.Length > 0) errors.Invalid(path.Child("hostname"), spec.Hostname, Names.CheckDns1123Label(spec.Hostname));
        if (spec.Subdomain.Length > 0) errors.Invalid(path.Child("subdomain"), spec.Subdomain, Names.CheckDns1123Label(spec.Subdomain));
        if (spec.HostnameOverride is { } hostname) ValidateHostname(hostname, spec, path.Child("hostnameOverride"), errors);
    }

    private static void ValidateHostname(string hostname, PodSpec spec, FieldPath path, FieldErrors errors)
    {
        const int maxLength = 64;
        errors.Invalid(path, hostname, Names.CheckDns1123Subdomain(hostname));
        if (hostname.Length > maxLength) errors.TooLong(path, maxLength);
        if (spec.SetHostnameAsFQDN is true) errors.Forbidden(path, "may not be specified when setHostnameAsFQDN is true");
        if (spec.HostNetwork) errors.Forbidden(path, "may not be specified when hostNetwork is true");
    }

    private static void ValidateHostAliases(KubeList<HostAlias> aliases, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < aliases.Count; i++)
        {
            IpRules.Address(aliases[i].Ip, path.Index(i).Child("ip"), errors);
            for (var j = 0; j < aliases[i].Hostnames.Count; j++)
            {
                var name = aliases[i].Hostnames[j];
                errors.Invalid(path.Index(i).Child("hostnames").Index(j), name, Names.CheckDns1123Subdomain(name));
            }
        }
    }

    private static void ValidateGates(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < spec.ReadinessGates.Count; i++)
        {
            var type = spec.ReadinessGates[i].ConditionType;
            errors.Invalid(path.Child("readinessGates").Index(i).Child("conditionType"), type, Names.CheckQualifiedName(type));
        }

        HashSet<string>? names = null;
        for (var i = 0; i < spec.SchedulingGates.Count; i++)
        {
            var name = spec.SchedulingGates[i].Name;
            var at = path.Child("schedulingGates").Index(i);
            errors.Invalid(at, name, Names.CheckQualifiedName(name));
            if (!(names ??= new(StringComparer.Ordinal)).Add(name)) errors.Duplicate(at, name);
        }
    }

    private static void ValidateHostUsers(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.HostUsers is not false) return;
        if (spec.HostNetwork) errors.Forbidden(path.Child("hostNetwork"), WithoutHostUsers);
        if (spec.HostIPC) errors.Forbidden(path.Child("HostIPC"), WithoutHostUsers);
        if (spec.HostPID) errors.Forbidden(path.Child("HostPID"), WithoutHostUsers);
    }

    private static void ValidateOs(PodSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Os is not { } os) return;
        if (os.Name.Length == 0) errors.Required(path.Child("os").Child("name"));
        else if (!errors.OneOf(path.Child("os"), os.Name, "linux", "windows")) return;
        if (os.Name == "linux") WindowsValidation.ForbidOnLinux(spec, path, errors);
        if (os.Name == "windows") WindowsValidation.ForbidOnWindows(spec, path, errors);
    }
}
