using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Node;

/// <summary>
/// Refuses pods that do not fit on the node: the scheduler sees to that, but pods may be bound by others, or by a scheduler
/// that did not know the latest (upstream's general predicates).
/// </summary>
internal sealed class NodeAdmission(KubeletOptions options, MachineCapacity capacity) : IPodAdmission
{
    public PodRefusal? Check(Pod pod, IReadOnlyList<Pod> others)
    {
        if (others.Count + 1 > options.MaxPods)
            return Insufficient("pods", 1, others.Count, options.MaxPods);

        var allocatable = NodeResources.Allocatable(capacity, options.MaxPods);
        var used = others.Select(PodRequests.Of).ToList();
        foreach (var (name, request) in PodRequests.Of(pod))
        {
            if (request.IsZero) continue;
            var milli = name == "cpu";
            var taken = used.Sum(u => u.TryGetValue(name, out var q) ? Amount(q) : 0);
            var total = allocatable.TryGetValue(name, out var all) ? Amount(all) : 0;
            if (Amount(request) + taken > total) return Insufficient(name, Amount(request), taken, total);

            long Amount(Quantity quantity) => milli ? quantity.MilliValue : quantity.Value;
        }

        return FindPortConflict(pod, others);
    }

    private static PodRefusal? FindPortConflict(Pod pod, IReadOnlyList<Pod> others)
    {
        var taken = others.SelectMany(HostPorts).ToList();
        return HostPorts(pod).Any(wanted => taken.Any(t =>
            t.Port == wanted.Port && t.Protocol == wanted.Protocol && (t.Ip == wanted.Ip || t.Ip == "0.0.0.0" || wanted.Ip == "0.0.0.0")))
            ? new("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports")
            : null;
    }

    private static IEnumerable<(string Ip, string Protocol, int Port)> HostPorts(Pod pod) =>
        pod.Spec.InitContainers.Where(PodContainers.IsSidecar).Concat(pod.Spec.Containers)
            .SelectMany(static c => c.Ports)
            .Where(static p => p.HostPort > 0)
            .Select(static p => (p.HostIP.Length == 0 ? "0.0.0.0" : p.HostIP, p.Protocol.Length == 0 ? "TCP" : p.Protocol, p.HostPort));

    private static PodRefusal Insufficient(string resource, long requested, long used, long capacity) => new(
        $"OutOf{resource}",
        $"Node didn't have enough resource: {resource}, requested: {requested}, used: {used}, capacity: {capacity}");
}
