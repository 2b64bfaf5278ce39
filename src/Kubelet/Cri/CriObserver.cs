using System.Collections.Concurrent;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using CriContainer = Kybernet.Wire.Cri.Container;

namespace Kybernet.Kubelet.Cri;

/// <summary>
/// Asks the runtime what there is. What cannot change any more (a container that has ended, the addresses of a sandbox) is asked
/// once.
/// </summary>
internal sealed class CriObserver(CriRuntimeClient client, GrpcCallOptions options)
{
    private const string OnNode = "node"; // in place of addresses: the sandbox is on the node's network
    private readonly ConcurrentDictionary<string, RuntimeContainer> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _ips = new(StringComparer.Ordinal);

    /// <summary>One line for every pod; two calls, however many there are.</summary>
    public async Task<IReadOnlyList<RuntimePodSummary>> ListPodsAsync(CancellationToken cancellation)
    {
        var sandboxes = await CriErrors.CallAsync(() => client.ListPodSandboxAsync(new(), options, cancellation));
        var containers = await CriErrors.CallAsync(() => client.ListContainersAsync(new(), options, cancellation));

        Dictionary<string, (PodSandboxMetadata Pod, PodFingerprint Fingerprint)> pods = new(StringComparer.Ordinal);
        foreach (var sandbox in sandboxes.Items)
        {
            if (sandbox.Metadata.Uid.Length == 0) continue;
            var pod = pods.GetValueOrDefault(sandbox.Metadata.Uid, (sandbox.Metadata, default));
            pod.Fingerprint.Add(sandbox.Id, (int)sandbox.State);
            pods[sandbox.Metadata.Uid] = pod;
        }

        foreach (var container in containers.Containers)
        {
            if (!container.Labels.TryGetValue(RuntimeLabels.PodUid, out var uid)) continue;
            var pod = pods.GetValueOrDefault(uid, (MetadataOf(container.Labels), default));
            pod.Fingerprint.Add(container.Id, (int)container.State);
            pods[uid] = pod;
        }

        Forget(_ended, containers.Containers.Select(static c => c.Id));
        Forget(_ips, sandboxes.Items.Select(static s => s.Id));
        return [.. pods.Select(static p => new RuntimePodSummary(p.Key, p.Value.Pod.Namespace, p.Value.Pod.Name, p.Value.Fingerprint.Value))];
    }

    /// <summary>All there is of one pod.</summary>
    public async Task<RuntimePod> GetPodAsync(string uid, string ns, string name, CancellationToken cancellation)
    {
        ListPodSandboxRequest sandboxRequest = new() { Filter = new() };
        sandboxRequest.Filter.LabelSelector[RuntimeLabels.PodUid] = uid;
        ListContainersRequest containerRequest = new() { Filter = new() };
        containerRequest.Filter.LabelSelector[RuntimeLabels.PodUid] = uid;

        var sandboxList = CriErrors.CallAsync(() => client.ListPodSandboxAsync(sandboxRequest, options, cancellation));
        var containerList = await CriErrors.CallAsync(() => client.ListContainersAsync(containerRequest, options, cancellation));
        var sandboxes = await Task.WhenAll((await sandboxList).Items
            .OrderByDescending(static s => s.Metadata.Attempt).ThenByDescending(static s => s.CreatedAt)
            .Select(s => DescribeAsync(s, cancellation)));
        var containers = await Task.WhenAll(containerList.Containers
            .OrderByDescending(static c => c.CreatedAt)
            .Select(c => DescribeAsync(c, cancellation)));
        return new(uid, ns, name) { Sandboxes = [.. sandboxes.OfType<RuntimeSandbox>()], Containers = [.. containers.OfType<RuntimeContainer>()] };
    }

    private async Task<RuntimeSandbox?> DescribeAsync(PodSandbox sandbox, CancellationToken cancellation)
    {
        var ready = sandbox.State == PodSandboxState.SandboxReady;
        RuntimeSandbox described = new()
        {
            Id = sandbox.Id,
            Attempt = sandbox.Metadata.Attempt,
            Ready = ready,
            CreatedAt = CriTime.Read(sandbox.CreatedAt)!.Value,
        };
        if (!ready) return described;
        if (!_ips.TryGetValue(sandbox.Id, out var ips))
        {
            var status = await CriErrors.FindAsync(() => client.PodSandboxStatusAsync(new() { PodSandboxId = sandbox.Id }, options, cancellation));
            if (status is null) return null;
            var onNode = status.Status.Linux?.Namespaces?.Options?.Network == NamespaceMode.Node;
            ips = onNode ? [OnNode] : IpsOf(status.Status);
            if (ips.Count > 0) _ips[sandbox.Id] = ips;
        }

        return ips is [OnNode] ? described with { HostNetwork = true } : described with { Ips = ips };
    }

    private async Task<RuntimeContainer?> DescribeAsync(CriContainer container, CancellationToken cancellation)
    {
        if (_ended.TryGetValue(container.Id, out var known)) return known;
        var status = await CriErrors.FindAsync(() => client.ContainerStatusAsync(new() { ContainerId = container.Id }, options, cancellation));
        if (status is null) return null;
        var described = CriContainers.Describe(container, status.Status);
        if (described.State == RuntimeState.Exited) _ended[container.Id] = described;
        return described;
    }

    private static IReadOnlyList<string> IpsOf(PodSandboxStatus status) => status.Network is { Ip.Length: > 0 } network
        ? [network.Ip, .. network.AdditionalIps.Select(static ip => ip.Ip)]
        : [];

    private static PodSandboxMetadata MetadataOf(IDictionary<string, string> labels) => new()
    {
        Name = ContainerRecord.Text(labels, RuntimeLabels.PodName),
        Namespace = ContainerRecord.Text(labels, RuntimeLabels.PodNamespace),
    };

    private static void Forget<T>(ConcurrentDictionary<string, T> cache, IEnumerable<string> present)
    {
        if (cache.IsEmpty) return;
        var ids = present.ToHashSet(StringComparer.Ordinal);
        foreach (var id in cache.Keys.Where(id => !ids.Contains(id))) cache.TryRemove(id, out _);
    }
}
