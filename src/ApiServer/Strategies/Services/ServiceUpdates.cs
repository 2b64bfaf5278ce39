using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// What an update of a Service need not say: addresses and ports that were allocated stay, and what a new type has no use
/// for goes, as long as the client did not touch it.
/// </summary>
internal static class ServiceUpdates
{
    /// <summary>Keeps clusterIP and clusterIPs[0] one: whoever writes only one of them means both.</summary>
    public static void SyncClusterIPs(ServiceSpec spec, ServiceSpec? old)
    {
        if (old is null)
        {
            if (spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count == 0) spec.ClusterIPs = [spec.ClusterIP];
            return;
        }

        var sameOne = spec.ClusterIP == old.ClusterIP;
        var sameAll = spec.ClusterIPs.ContentEquals(old.ClusterIPs);
        if (!sameOne && sameAll)
        {
            if (spec.ClusterIP.Length == 0) spec.ClusterIPs = KubeList<string>.CreateNil();
            else spec.ClusterIPs = [spec.ClusterIP, .. spec.ClusterIPs.Skip(1)];
        }
        else if (sameOne && !sameAll)
        {
            spec.ClusterIP = spec.ClusterIPs is [var first, ..] ? first : "";
        }
    }

    /// <summary>Takes over addresses and ports that were allocated and that the update leaves out.</summary>
    public static void KeepAllocated(ServiceSpec spec, ServiceSpec old)
    {
        if (ServiceKinds.NeedsClusterIP(spec) && ServiceKinds.NeedsClusterIP(old))
        {
            if (spec.ClusterIP.Length == 0) spec.ClusterIP = old.ClusterIP;
            if (spec.ClusterIPs.Count == 0 && spec.ClusterIP == old.ClusterIP) spec.ClusterIPs = old.ClusterIPs;
        }

        if (ServiceKinds.NeedsNodePorts(spec) && ServiceKinds.NeedsNodePorts(old)) KeepNodePorts(spec.Ports, old.Ports);
        if (ServiceKinds.NeedsHealthCheckPort(spec) && ServiceKinds.NeedsHealthCheckPort(old) && spec.HealthCheckNodePort == 0)
        {
            spec.HealthCheckNodePort = old.HealthCheckNodePort;
        }
    }

    /// <summary>Clears what only the old type needed.</summary>
    public static void DropWhatTypeDoesNotNeed(ServiceSpec spec, ServiceSpec old)
    {
        if (ServiceKinds.NeedsClusterIP(old) && !ServiceKinds.NeedsClusterIP(spec))
        {
            if (spec.ClusterIP == old.ClusterIP && spec.ClusterIPs.ContentEquals(old.ClusterIPs))
            {
                spec.ClusterIP = "";
                spec.ClusterIPs = KubeList<string>.CreateNil();
            }

            if (spec.IpFamilies.ContentEquals(old.IpFamilies)) spec.IpFamilies = KubeList<string>.CreateNil();
            if (spec.IpFamilyPolicy == old.IpFamilyPolicy) spec.IpFamilyPolicy = null;
        }

        if (ServiceKinds.NeedsNodePorts(old) && !ServiceKinds.NeedsNodePorts(spec) && SameNodePorts(spec.Ports, old.Ports))
        {
            foreach (var port in spec.Ports) port.NodePort = 0;
        }

        if (ServiceKinds.NeedsHealthCheckPort(old) && !ServiceKinds.NeedsHealthCheckPort(spec) && spec.HealthCheckNodePort == old.HealthCheckNodePort)
        {
            spec.HealthCheckNodePort = 0;
        }

        if (old.Type == "LoadBalancer" && spec.Type != "LoadBalancer")
        {
            if (spec.AllocateLoadBalancerNodePorts == old.AllocateLoadBalancerNodePorts) spec.AllocateLoadBalancerNodePorts = null;
            if (spec.LoadBalancerClass == old.LoadBalancerClass) spec.LoadBalancerClass = null;
        }

        if (ServiceKinds.IsExternallyAccessible(old) && !ServiceKinds.IsExternallyAccessible(spec) && spec.ExternalTrafficPolicy == old.ExternalTrafficPolicy)
        {
            spec.ExternalTrafficPolicy = "";
        }
    }

    // A port is the same port when protocol and number are.
    private static void KeepNodePorts(KubeList<ServicePort> ports, KubeList<ServicePort> old)
    {
        var used = ports.Where(p => p.NodePort != 0).Select(p => (p.Protocol, p.NodePort)).ToHashSet();
        foreach (var port in ports)
        {
            if (port.NodePort != 0) continue;
            var before = old.FirstOrDefault(o => o.Protocol == port.Protocol && o.Port == port.Port);
            if (before is { NodePort: not 0 } && used.Add((before.Protocol, before.NodePort))) port.NodePort = before.NodePort;
        }
    }

    private static bool SameNodePorts(KubeList<ServicePort> ports, KubeList<ServicePort> old)
    {
        var before = old.Where(p => p.NodePort != 0).Select(p => p.NodePort).ToHashSet();
        return ports.Where(p => p.NodePort != 0).All(p => before.Contains(p.NodePort));
    }
}
