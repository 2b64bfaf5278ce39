using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Pods;
using Kybernet.Linux.Networking;

namespace Kybernet.Kubelet.Host;

/// <summary>Opens host ports: collects those of all pods and sets them in one transaction.</summary>
/// <param name="apply">Makes these, and no others, the node's host ports.</param>
internal sealed class HostPorts(Func<IReadOnlyCollection<HostPortMapping>, CancellationToken, Task> apply)
{
    private readonly Slots _turn = new(1);
    private readonly Dictionary<string, IReadOnlyList<HostPortMapping>> _pods = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes over the pods that run already. Until then nothing is set, so that the host ports of pods that kept running while the
    /// kubelet was away stay open.
    /// </summary>
    public async Task StartAsync(IEnumerable<Pod> pods, CancellationToken cancellation)
    {
        foreach (var pod in pods)
        {
            if (MappingsOf(pod, [.. pod.Status.PodIPs.Select(static ip => ip.Ip)]) is { Count: > 0 } mappings) _pods[pod.Metadata.Uid] = mappings;
        }

        await ApplyAsync(cancellation);
    }

    /// <summary>Opens a pod's ports, or, when it has no addresses (any more), closes them.</summary>
    public async Task SetAsync(Pod pod, IReadOnlyList<string> ips, CancellationToken cancellation)
    {
        var mappings = MappingsOf(pod, ips);
        await _turn.WaitAsync(cancellation);
        try
        {
            var before = _pods.GetValueOrDefault(pod.Metadata.Uid) ?? [];
            if (before.SequenceEqual(mappings)) return;
            if (mappings.Count == 0) _pods.Remove(pod.Metadata.Uid);
            else _pods[pod.Metadata.Uid] = mappings;
            await ApplyAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What a pod's containers want.</summary>
    internal static IReadOnlyList<HostPortMapping> MappingsOf(Pod pod, IReadOnlyList<string> ips)
    {
        if (PodContainers.IsHostNetwork(pod) || ips.Count == 0 || PodContainers.IsTerminalPhase(pod.Status.Phase)) return [];
        var ip = IPAddress.Parse(ips[0]);
        return
        [
            .. pod.Spec.InitContainers.Where(PodContainers.IsSidecar).Concat(pod.Spec.Containers)
                .SelectMany(static c => c.Ports)
                .Where(static p => p.HostPort > 0)
                .Select(p => new HostPortMapping(AddressOf(p.HostIP), ProtocolOf(p.Protocol), p.HostPort, ip, p.ContainerPortValue)),
        ];
    }

    private Task ApplyAsync(CancellationToken cancellation) => apply([.. _pods.Values.SelectMany(static m => m)], cancellation);

    private static IPAddress? AddressOf(string hostIp) => hostIp is "" or "0.0.0.0" or "::" ? null : IPAddress.Parse(hostIp);

    private static TransportProtocol ProtocolOf(string protocol) => protocol switch
    {
        "UDP" => TransportProtocol.Udp,
        "SCTP" => TransportProtocol.Sctp,
        _ => TransportProtocol.Tcp,
    };
}
