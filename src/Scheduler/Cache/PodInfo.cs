using System.Collections.Immutable;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Scheduler.Cache;

/// <summary>A pod with what scheduling asks of it again and again, worked out once.</summary>
internal sealed class PodInfo
{
    // What a container that asks for nothing is taken for when nodes are compared, so that such pods spread too.
    private const long DefaultMilliCpu = 100;
    private const long DefaultMemory = 200 * 1024 * 1024;

    /// <summary>Works it out.</summary>
    public PodInfo(Pod pod)
    {
        Pod = pod;
        Key = ObjectKey.Of(pod);
        Requests = ResourceAmounts.From(PodRequests.Of(pod));
        HostPorts = [.. pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(c => c.RestartPolicy == "Always"))
            .SelectMany(c => c.Ports)
            .Where(p => p.HostPort > 0)
            .Select(p => new HostPort(p.HostIP.Length == 0 ? HostPort.AnyAddress : p.HostIP, p.Protocol.Length == 0 ? "TCP" : p.Protocol, p.HostPort))];
        NonZeroMilliCpu = Math.Max(Requests.MilliCpu, pod.Spec.Containers.Sum(c => c.Resources.Requests.TryGetValue("cpu", out var q) ? q.MilliValue : DefaultMilliCpu));
        NonZeroMemory = Math.Max(Requests.Memory, pod.Spec.Containers.Sum(c => c.Resources.Requests.TryGetValue("memory", out var q) ? q.Value : DefaultMemory));
    }

    /// <summary>The pod as it was read.</summary>
    public Pod Pod { get; }

    /// <summary>Its namespace and name.</summary>
    public ObjectKey Key { get; }

    /// <summary>What it asks for.</summary>
    public ResourceAmounts Requests { get; }

    /// <summary>Its CPU requests, with a default for containers that ask for none.</summary>
    public long NonZeroMilliCpu { get; }

    /// <summary>Its memory requests, with a default for containers that ask for none.</summary>
    public long NonZeroMemory { get; }

    /// <summary>The ports of the node that it takes.</summary>
    public ImmutableArray<HostPort> HostPorts { get; }
}

/// <summary>A port of the node.</summary>
/// <param name="Address">The node's address, or <see cref="AnyAddress"/>.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">The number.</param>
internal readonly record struct HostPort(string Address, string Protocol, int Port)
{
    /// <summary>All addresses of the node.</summary>
    public const string AnyAddress = "0.0.0.0";

    /// <summary>Whether both cannot be had at once.</summary>
    public bool ConflictsWith(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol
        && (Address == other.Address || Address == AnyAddress || other.Address == AnyAddress);
}
