using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>What a Service gets that did not say (upstream's SetDefaults_Service).</summary>
internal static class ServiceDefaults
{
    private const int AffinitySeconds = 10800;

    /// <summary>Fills in a Service.</summary>
    public static void Apply(Service service)
    {
        var spec = service.Spec;
        if (spec.SessionAffinity.Length == 0) spec.SessionAffinity = "None";
        if (spec.SessionAffinity == "None") spec.SessionAffinityConfig = null;
        if (spec.SessionAffinity == "ClientIP") ((spec.SessionAffinityConfig ??= new()).ClientIP ??= new()).TimeoutSeconds ??= AffinitySeconds;
        if (spec.Type.Length == 0) spec.Type = "ClusterIP";
        foreach (var port in spec.Ports)
        {
            if (port.Protocol.Length == 0) port.Protocol = "TCP";
            if (port.TargetPort == 0 || port.TargetPort == "") port.TargetPort = port.Port;
        }

        if (spec.ExternalTrafficPolicy.Length == 0 && ServiceKinds.IsExternallyAccessible(spec)) spec.ExternalTrafficPolicy = "Cluster";
        if (ServiceKinds.NeedsClusterIP(spec)) spec.InternalTrafficPolicy ??= "Cluster";
        if (spec.Type != "LoadBalancer") return;
        spec.AllocateLoadBalancerNodePorts ??= true;
        foreach (var ingress in service.Status.LoadBalancer.Ingress)
        {
            if (ingress.Ip.Length > 0) ingress.IpMode ??= "VIP";
        }
    }
}
