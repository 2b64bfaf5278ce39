using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services.Allocation;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>What is wrong with a node port of a Service.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Port">The port.</param>
/// <param name="Reason">The event's reason.</param>
/// <param name="Message">The event's message.</param>
/// <param name="Assign">Whether to make the port the Service's.</param>
internal sealed record PortFinding(Service Service, int Port, string Reason, string Message, bool Assign);

/// <summary>
/// Whether Services and the node ports that are given out agree (upstream's portallocator-repair-controller). Decides only; what
/// it remembers from one look to the next is which ports nobody seemed to have.
/// </summary>
/// <param name="range">The ports that there are.</param>
internal sealed class PortRepair(NodePortRange range)
{
    // An earlier server on the same store takes a Service's ports before the Service is there.
    private const int LooksBeforeLeak = 3;

    private Dictionary<int, int> _leaks = [];

    /// <summary>Whether ports are watched that nobody seems to have.</summary>
    public bool IsWaiting => _leaks.Count > 0;

    /// <summary>Looks at all Services and all ports.</summary>
    /// <param name="services">The Services.</param>
    /// <param name="given">The ports that are given out, and to which Service.</param>
    /// <param name="isAlone">Whether no Service can be on its way: then a port that nobody has is forgotten at once.</param>
    /// <returns>What is wrong, and the ports to set free.</returns>
    public (List<PortFinding> Findings, List<int> Leaked) Look(IEnumerable<Service> services, IReadOnlyDictionary<int, string> given, bool isAlone)
    {
        List<PortFinding> findings = [];
        HashSet<int> had = [];
        // Of two that have a port the one keeps it that is named.
        foreach (var (service, port) in services.SelectMany(static s => Ports(s).Select(p => (Service: s, Port: p)))
            .OrderByDescending(h => given.GetValueOrDefault(h.Port) == AllocationRegister.OwnerOf(h.Service.Metadata)))
        {
            if (!range.Contains(port))
            {
                findings.Add(new(service, port, "PortOutOfRange", $"Port {port} is not within the port range {range}; please recreate service", Assign: false));
            }
            else if (!had.Add(port))
            {
                findings.Add(new(service, port, "PortAlreadyAllocated", $"Port {port} was assigned to multiple services; please recreate service", Assign: false));
            }
            else if (given.GetValueOrDefault(port) != AllocationRegister.OwnerOf(service.Metadata))
            {
                findings.Add(new(service, port, "PortNotAllocated", $"Port {port} is not allocated; repairing", Assign: true));
            }
        }

        List<int> leaked = [];
        Dictionary<int, int> leaks = [];
        foreach (var port in given.Keys.Where(p => !had.Contains(p)))
        {
            var left = _leaks.GetValueOrDefault(port, LooksBeforeLeak) - 1;
            if (isAlone || left <= 0) leaked.Add(port);
            else leaks[port] = left;
        }

        _leaks = leaks;
        return (findings, leaked);
    }

    // A port that one Service has twice, for one protocol, counts twice.
    private static IEnumerable<int> Ports(Service service)
    {
        HashSet<(string, int)> seen = [];
        HashSet<int> told = [];
        foreach (var port in service.Spec.Ports)
        {
            if (port.NodePort != 0 && (!seen.Add((port.Protocol, port.NodePort)) || told.Add(port.NodePort))) yield return port.NodePort;
        }

        var health = service.Spec.HealthCheckNodePort;
        if (health != 0 && (seen.Contains(("TCP", health)) || told.Add(health))) yield return health;
    }
}
