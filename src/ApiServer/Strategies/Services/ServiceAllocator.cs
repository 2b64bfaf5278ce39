using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Services;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// Gives a Service the addresses and ports that it needs and has not (upstream's service REST allocator). What was
/// allocated for a write is in the <see cref="ServiceClaim"/> that ends it. Safe for several threads.
/// </summary>
/// <param name="addresses">The addresses.</param>
/// <param name="ports">The node ports.</param>
/// <param name="isShared">
/// Whether other servers give out the same ones. Then what comes free does so by <see cref="Seed"/> alone: it may have been given out
/// again by the time that we hear of it.
/// </param>
internal sealed class ServiceAllocator(ServiceIpAllocator addresses, NodePortAllocator ports, bool isShared = false)
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private readonly Lock _gate = new();
    private readonly HashSet<ServiceClaim> _open = [];

    /// <summary>
    /// Takes what stored Services have, and what is set aside for those on their way; nothing else remains taken. Of two that have the
    /// same the first keeps it.
    /// </summary>
    public void Seed(IEnumerable<Service> services)
    {
        lock (_gate)
        {
            addresses.Clear();
            ports.Clear();
            foreach (var claim in _open)
            {
                foreach (var address in claim.NewAddresses) addresses.Take(address);
                foreach (var port in claim.NewPorts) ports.Take(port);
            }

            foreach (var service in services)
            {
                foreach (var address in AddressesOf(service)) addresses.Take(address);
                foreach (var port in PortsOf(service)) ports.Take(port);
            }
        }
    }

    /// <summary>
    /// Allocates for a Service that is about to be stored, before anything else of it is judged: what is wrong with its
    /// addresses is told alone.
    /// </summary>
    /// <param name="service">The Service; its addresses, families and ports are filled in.</param>
    /// <param name="old">What is stored; null on create.</param>
    /// <exception cref="Client.KubeApiException">What it asks for cannot be had.</exception>
    public ServiceClaim Allocate(Service service, Service? old)
    {
        lock (_gate)
        {
            ServiceClaim claim = new(this, old);
            try
            {
                if (old is not null) ServiceUpdates.KeepAllocated(service.Spec, old.Spec);
                ServiceUpdates.SyncClusterIPs(service.Spec, old?.Spec);
                IpFamilies.Complete(service, old);
                AllocateAddresses(service, claim);
                AllocateNodePorts(service, claim);
                AllocateHealthCheckPort(service, claim);
                claim.Keep(AddressesOf(service), PortsOf(service));
                _open.Add(claim);
                return claim;
            }
            catch
            {
                Release(claim.NewAddresses, claim.NewPorts);
                throw;
            }
        }
    }

    /// <summary>Gives back what a deleted Service had.</summary>
    public void Release(Service service)
    {
        if (isShared) return;
        lock (_gate) Release(AddressesOf(service), PortsOf(service));
    }

    /// <summary>The write was done: gives back what it made free.</summary>
    public void Commit(ServiceClaim claim, IEnumerable<string> oldAddresses, IEnumerable<int> oldPorts)
    {
        lock (_gate)
        {
            _open.Remove(claim);
            if (!isShared) Release(oldAddresses, oldPorts);
        }
    }

    /// <summary>The write was not done: gives back what it would have needed.</summary>
    public void Rollback(ServiceClaim claim)
    {
        lock (_gate)
        {
            _open.Remove(claim);
            Release(claim.NewAddresses, claim.NewPorts);
        }
    }

    /// <summary>The addresses that a Service has.</summary>
    public static IEnumerable<string> AddressesOf(Service service) =>
        ServiceKinds.NeedsClusterIP(service.Spec) ? service.Spec.ClusterIPs.Where(ip => ip.Length > 0 && ip != ServiceKinds.None) : [];

    /// <summary>The node ports that a Service has.</summary>
    public static IEnumerable<int> PortsOf(Service service)
    {
        var spec = service.Spec;
        var ports = spec.Type is "NodePort" or "LoadBalancer" ? spec.Ports.Select(p => p.NodePort) : [];
        return (ServiceKinds.NeedsHealthCheckPort(spec) ? ports.Append(spec.HealthCheckNodePort) : ports).Where(p => p != 0).Distinct();
    }

    private void AllocateAddresses(Service service, ServiceClaim claim)
    {
        var spec = service.Spec;
        if (!ServiceKinds.NeedsClusterIP(spec) || ServiceKinds.IsHeadless(spec)) return;
        foreach (var address in spec.ClusterIPs)
        {
            if (claim.HadAddress(address)) continue;
            if (addresses.Take(address) is { } wrong) throw Invalid(service, Spec.Child("clusterIPs"), spec.ClusterIPs, $"failed to allocate IP {address}: {wrong}");
            claim.NewAddresses.Add(address);
        }

        if (spec.ClusterIPs.Count > 0) return;
        var next = addresses.TakeNext() ?? throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
        claim.NewAddresses.Add(next);
        spec.ClusterIP = next;
        spec.ClusterIPs = [next];
    }

    private void AllocateNodePorts(Service service, ServiceClaim claim)
    {
        if (service.Spec.Type is not ("NodePort" or "LoadBalancer")) return;
        var needs = ServiceKinds.NeedsNodePorts(service.Spec);
        // TCP and UDP on one port share one node port.
        Dictionary<int, int> byPort = [];
        for (var i = 0; i < service.Spec.Ports.Count; i++)
        {
            var port = service.Spec.Ports[i];
            if (port.NodePort == 0 && !needs) continue;
            if (byPort.TryGetValue(port.Port, out var shared) && (port.NodePort == 0 || port.NodePort == shared))
            {
                port.NodePort = shared;
                continue;
            }

            var asked = service.Spec.Ports.FirstOrDefault(p => p.Port == port.Port && p.NodePort != 0)?.NodePort ?? 0;
            if (byPort.ContainsKey(port.Port)) asked = port.NodePort;
            port.NodePort = asked == 0 ? NextPort(claim) : Take(service, asked, Spec.Child("ports").Index(i).Child("nodePort"), claim);
            byPort.TryAdd(port.Port, port.NodePort);
        }
    }

    private void AllocateHealthCheckPort(Service service, ServiceClaim claim)
    {
        var spec = service.Spec;
        if (!ServiceKinds.NeedsHealthCheckPort(spec)) return;
        spec.HealthCheckNodePort = spec.HealthCheckNodePort == 0
            ? NextPort(claim)
            : Take(service, spec.HealthCheckNodePort, Spec.Child("healthCheckNodePort"), claim);
    }

    private int Take(Service service, int port, FieldPath path, ServiceClaim claim)
    {
        if (claim.HadPort(port) || claim.NewPorts.Contains(port)) return port;
        if (ports.Take(port) is { } wrong) throw Invalid(service, path, port, wrong);
        claim.NewPorts.Add(port);
        return port;
    }

    private int NextPort(ServiceClaim claim)
    {
        var port = ports.TakeNext() ?? throw ApiErrors.Internal("failed to allocate a nodePort: range is full");
        claim.NewPorts.Add(port);
        return port;
    }

    private void Release(IEnumerable<string> oldAddresses, IEnumerable<int> oldPorts)
    {
        foreach (var address in oldAddresses) addresses.Release(address);
        foreach (var port in oldPorts) ports.Release(port);
    }

    private static Exception Invalid(Service service, FieldPath path, GoValue value, string detail)
    {
        FieldErrors errors = new();
        errors.Invalid(path, value, detail);
        return ApiErrors.Invalid(Service.KindInfo.Gvk, service.Metadata.Name, errors);
    }
}
