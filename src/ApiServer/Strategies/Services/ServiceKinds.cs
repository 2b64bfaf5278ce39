using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>What a Service needs, from its type.</summary>
internal static class ServiceKinds
{
    /// <summary>The address of a service that has none on purpose.</summary>
    public const string None = "None";

    /// <summary>Whether it has cluster IPs.</summary>
    public static bool NeedsClusterIP(ServiceSpec spec) => spec.Type is "ClusterIP" or "NodePort" or "LoadBalancer";

    /// <summary>Whether its ports have node ports.</summary>
    public static bool NeedsNodePorts(ServiceSpec spec) =>
        spec.Type == "NodePort" || (spec.Type == "LoadBalancer" && spec.AllocateLoadBalancerNodePorts is not false);

    /// <summary>Whether a load balancer asks each node whether it has endpoints.</summary>
    public static bool NeedsHealthCheckPort(ServiceSpec spec) => spec is { Type: "LoadBalancer", ExternalTrafficPolicy: "Local" };

    /// <summary>Whether it can be reached from outside the cluster.</summary>
    public static bool IsExternallyAccessible(ServiceSpec spec) =>
        spec.Type is "LoadBalancer" or "NodePort" || (spec.Type == "ClusterIP" && spec.ExternalIPs.Count > 0);

    /// <summary>Whether it has no address on purpose.</summary>
    public static bool IsHeadless(ServiceSpec spec) => spec.ClusterIPs is [None] || spec.ClusterIP == None;
}
