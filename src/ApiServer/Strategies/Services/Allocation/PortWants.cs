using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>A node port that a Service needs and has not.</summary>
/// <param name="Path">Where it stands; null for the port of health checks.</param>
/// <param name="Asked">The port that the client asks for; 0: any.</param>
internal sealed record PortWant(FieldPath? Path, int Asked)
{
    /// <summary>The ports of the Service that get it: TCP and UDP may share one.</summary>
    public List<ServicePort> Ports { get; } = [];

    /// <summary>The port that it is to be.</summary>
    public int Chosen { get; set; }
}

/// <summary>Which node ports a Service needs (upstream's initNodePorts, updateNodePorts and their kin).</summary>
internal static class PortWants
{
    private static readonly FieldPath Ports = FieldPath.Of("spec").Child("ports");

    /// <summary>The ports that a write has to take.</summary>
    /// <exception cref="Client.KubeApiException">The Service asks for a port twice.</exception>
    public static List<PortWant> Of(Service service, Service? old)
    {
        var (spec, before) = (service.Spec, old?.Spec);
        List<PortWant> wants = [];
        if (spec.Type is "NodePort" or "LoadBalancer")
        {
            if (before is null) Create(spec, wants);
            else Update(spec, before, wants);
        }

        if (ServiceKinds.NeedsHealthCheckPort(spec) && (before is null || !ServiceKinds.NeedsHealthCheckPort(before)))
        {
            wants.Add(new PortWant(null, spec.HealthCheckNodePort));
        }

        return wants;
    }

    /// <summary>The node ports that a Service has.</summary>
    public static IEnumerable<int> Had(Service service)
    {
        var spec = service.Spec;
        var ports = spec.Type is "NodePort" or "LoadBalancer" ? spec.Ports.Select(static p => p.NodePort) : [];
        return (ServiceKinds.NeedsHealthCheckPort(spec) ? ports.Append(spec.HealthCheckNodePort) : ports).Where(static p => p != 0).Distinct();
    }

    // Ports of the same number share a node port, that of the first who asks for one.
    private static void Create(ServiceSpec spec, List<PortWant> wants)
    {
        Dictionary<int, PortWant> byPort = [];
        for (var i = 0; i < spec.Ports.Count; i++)
        {
            var port = spec.Ports[i];
            if (port.NodePort == 0 && !ServiceKinds.NeedsNodePorts(spec)) continue;
            var path = Ports.Index(i).Child("nodePort");
            if (!byPort.TryGetValue(port.Port, out var want))
            {
                want = new PortWant(path, spec.Ports.FirstOrDefault(p => p.Port == port.Port && p.NodePort != 0)?.NodePort ?? 0);
                wants.Add(want);
                byPort.Add(port.Port, want);
            }
            else if (port.NodePort != 0 && port.NodePort != want.Asked)
            {
                wants.Add(want = new PortWant(path, port.NodePort));
            }

            want.Ports.Add(port);
        }
    }

    private static void Update(ServiceSpec spec, ServiceSpec before, List<PortWant> wants)
    {
        var had = before.Ports.Select(static p => p.NodePort).Where(static p => p != 0).ToHashSet();
        HashSet<(string, int)> seen = [];
        for (var i = 0; i < spec.Ports.Count; i++)
        {
            var port = spec.Ports[i];
            if (port.NodePort == 0 && !ServiceKinds.NeedsNodePorts(spec)) continue;
            if (port.NodePort != 0)
            {
                if (!seen.Add((port.Protocol, port.NodePort))) throw ApiErrors.Plain(500, $"duplicate nodePort: {{{port.Protocol} {port.NodePort}}}");
                if (!had.Add(port.NodePort)) continue;
            }

            PortWant want = new(Ports.Index(i).Child("nodePort"), port.NodePort);
            want.Ports.Add(port);
            wants.Add(want);
        }
    }
}
