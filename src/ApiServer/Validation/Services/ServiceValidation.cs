using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services;

namespace Kybernet.ApiServer.Validation.Services;

/// <summary>Services (upstream's ValidateService).</summary>
internal static class ServiceValidation
{
    private const int KubeletPort = 10250;
    private const string OnlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'";
    private const string SourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a Service, new or changed.</summary>
    public static void Validate(Service service, FieldErrors errors)
    {
        var spec = service.Spec;
        ServicePortsValidation.Validate(spec, Spec.Child("ports"), errors);
        if (spec.Type == "ExternalName") ValidateExternalName(spec, errors);
        if (spec.Type == "LoadBalancer")
        {
            for (var i = 0; i < spec.Ports.Count; i++)
            {
                if (spec.Ports[i].Port == KubeletPort)
                {
                    errors.Invalid(Spec.Child("ports").Index(i), KubeletPort, $"may not expose port {KubeletPort} externally since it is used by kubelet");
                }
            }
        }

        ObjectMetaValidation.ValidateLabels(spec.Selector, Spec.Child("selector"), errors);
        ValidateAffinity(spec, errors);
        ClusterIPsValidation.Validate(spec, errors);
        ValidateExternalIPs(spec.ExternalIPs, errors);
        if (spec.Type.Length == 0) errors.Required(Spec.Child("type"));
        else errors.OneOf(Spec.Child("type"), spec.Type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ValidateLoadBalancer(service, errors);
        ValidateTraffic(spec, errors);
    }

    /// <summary>Judges a change.</summary>
    public static void ValidateUpdate(Service service, Service old, FieldErrors errors)
    {
        ClusterIPsValidation.ValidateUpdate(service.Spec, old.Spec, errors);
        if (service.Spec.Type == "LoadBalancer" && old.Spec.Type == "LoadBalancer" && service.Spec.LoadBalancerClass != old.Spec.LoadBalancerClass)
        {
            errors.Invalid(Spec.Child("loadBalancerClass"), service.Spec.LoadBalancerClass, "may not change once set");
        }

        else
        {
            ValidateLoadBalancerClass(service.Spec, errors);
        }

        if (ServiceKinds.NeedsHealthCheckPort(old.Spec) && ServiceKinds.NeedsHealthCheckPort(service.Spec)
            && service.Spec.HealthCheckNodePort != old.Spec.HealthCheckNodePort)
        {
            errors.Forbidden(Spec.Child("healthCheckNodePort"), "field is immutable");
        }

        Validate(service, errors);
    }

    private static void ValidateExternalName(ServiceSpec spec, FieldErrors errors)
    {
        const string unset = "may not be set for ExternalName services";
        if (spec.ClusterIPs.Count > 0) errors.Forbidden(Spec.Child("clusterIPs"), unset);
        if (spec.IpFamilies.Count > 0) errors.Forbidden(Spec.Child("ipFamilies"), unset);
        if (spec.IpFamilyPolicy is not null) errors.Forbidden(Spec.Child("ipFamilyPolicy"), unset);
        var name = spec.ExternalName.EndsWith('.') ? spec.ExternalName[..^1] : spec.ExternalName;
        if (name.Length == 0) errors.Required(Spec.Child("externalName"));
        else errors.Invalid(Spec.Child("externalName"), name, Names.CheckDns1123Subdomain(name));
    }

    private static void ValidateAffinity(ServiceSpec spec, FieldErrors errors)
    {
        const int maxSeconds = 86400;
        if (spec.SessionAffinity.Length == 0) errors.Required(Spec.Child("sessionAffinity"));
        else errors.OneOf(Spec.Child("sessionAffinity"), spec.SessionAffinity, "ClientIP", "None");

        var path = Spec.Child("sessionAffinityConfig");
        if (spec.SessionAffinity == "None" && spec.SessionAffinityConfig is not null) errors.Forbidden(path, "must not be set when session affinity is None");
        if (spec.SessionAffinity != "ClientIP") return;
        if (spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is not { } seconds) errors.Required(path, "when session affinity type is ClientIP");
        else if (seconds is <= 0 or > maxSeconds)
        {
            errors.Invalid(path.Child("clientIP").Child("timeoutSeconds"), seconds, $"must be greater than 0 and less than {maxSeconds}");
        }
    }

    private static void ValidateExternalIPs(KubeList<string> addresses, FieldErrors errors)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            var at = Spec.Child("externalIPs").Index(i);
            if (!IpText.TryParse(addresses[i], out _)) IpRules.Address(addresses[i], at, errors);
            else IpRules.NotSpecial(addresses[i], at, errors);
        }
    }

    private static void ValidateLoadBalancer(Service service, FieldErrors errors)
    {
        var spec = service.Spec;
        var isLoadBalancer = spec.Type == "LoadBalancer";
        if (spec.LoadBalancerSourceRanges.Count > 0)
        {
            var path = Spec.Child("LoadBalancerSourceRanges");
            if (!isLoadBalancer) errors.Forbidden(path, OnlyLoadBalancer);
            for (var i = 0; i < spec.LoadBalancerSourceRanges.Count; i++) IpRules.Network(spec.LoadBalancerSourceRanges[i].Trim(), path.Index(i), errors);
        }
        else if (service.Metadata.Annotations.TryGetValue(SourceRangesAnnotation, out var ranges))
        {
            var path = FieldPath.Of("metadata").Child("annotations").Key(SourceRangesAnnotation);
            if (!isLoadBalancer) errors.Forbidden(path, OnlyLoadBalancer);
            if (ranges.Trim().Length > 0)
            {
                foreach (var range in ranges.Trim().Split(',')) IpRules.Network(range.Trim(), path, errors);
            }
        }

        if (spec.AllocateLoadBalancerNodePorts is not null && !isLoadBalancer) errors.Forbidden(Spec.Child("allocateLoadBalancerNodePorts"), OnlyLoadBalancer);
        if (spec.AllocateLoadBalancerNodePorts is null && isLoadBalancer) errors.Required(Spec.Child("allocateLoadBalancerNodePorts"));
        ValidateLoadBalancerClass(spec, errors);
    }

    private static void ValidateLoadBalancerClass(ServiceSpec spec, FieldErrors errors)
    {
        if (spec.LoadBalancerClass is not { } name) return;
        if (spec.Type != "LoadBalancer") errors.Forbidden(Spec.Child("loadBalancerClass"), OnlyLoadBalancer);
        else errors.Invalid(Spec.Child("loadBalancerClass"), name, Names.CheckQualifiedName(name));
    }

    private static void ValidateTraffic(ServiceSpec spec, FieldErrors errors)
    {
        var external = Spec.Child("externalTrafficPolicy");
        if (!ServiceKinds.IsExternallyAccessible(spec))
        {
            if (spec.ExternalTrafficPolicy.Length > 0) errors.Invalid(external, spec.ExternalTrafficPolicy, "may only be set for externally-accessible services");
        }
        else if (spec.ExternalTrafficPolicy.Length == 0) errors.Required(external);
        else errors.OneOf(external, spec.ExternalTrafficPolicy, "Cluster", "Local");

        var healthCheck = Spec.Child("healthCheckNodePort");
        if (ServiceKinds.NeedsHealthCheckPort(spec)) errors.InRange(healthCheck, spec.HealthCheckNodePort, 0, 65535);
        else if (spec.HealthCheckNodePort != 0)
        {
            errors.Invalid(healthCheck, spec.HealthCheckNodePort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }

        if (spec.InternalTrafficPolicy is { } @internal) errors.OneOf(Spec.Child("internalTrafficPolicy"), @internal, "Cluster", "Local");
        else if (ServiceKinds.NeedsClusterIP(spec)) errors.Required(Spec.Child("internalTrafficPolicy"));
        if (spec.TrafficDistribution is { } distribution)
        {
            errors.OneOf(Spec.Child("trafficDistribution"), distribution, "PreferClose", "PreferSameZone", "PreferSameNode");
        }
    }
}
