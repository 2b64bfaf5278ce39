using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Containers;

/// <summary>What a pod may know of itself: the fields that fieldRef and resourceFieldRef name.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="PodIps">Its addresses, known once its sandbox is up.</param>
/// <param name="HostIps">The node's addresses.</param>
/// <param name="NodeAllocatable">What limits that are not set mean.</param>
internal sealed record DownwardFields(
    Pod Pod, IReadOnlyList<string> PodIps, IReadOnlyList<string> HostIps, IReadOnlyDictionary<string, Quantity> NodeAllocatable)
{
    /// <summary>The value of a field of the pod.</summary>
    /// <exception cref="InvalidOperationException">There is no such field; the message is upstream's.</exception>
    public string Field(string path)
    {
        var metadata = Pod.Metadata;
        if (Subscript(path) is var (map, key))
        {
            var values = map switch
            {
                "metadata.labels" => metadata.Labels,
                "metadata.annotations" => metadata.Annotations,
                _ => throw Unsupported(path),
            };
            return values.GetValueOrDefault(key, "") ?? "";
        }

        return path switch
        {
            "metadata.name" => metadata.Name,
            "metadata.namespace" => metadata.Namespace,
            "metadata.uid" => metadata.Uid,
            "metadata.labels" => Format(metadata.Labels),
            "metadata.annotations" => Format(metadata.Annotations),
            "spec.nodeName" => Pod.Spec.NodeName,
            "spec.serviceAccountName" => Pod.Spec.ServiceAccountName,
            "status.hostIP" => HostIps.Count > 0 ? HostIps[0] : "",
            "status.hostIPs" => string.Join(',', HostIps),
            "status.podIP" => Ips.Count > 0 ? Ips[0] : "",
            "status.podIPs" => string.Join(',', Ips),
            _ => throw Unsupported(path),
        };
    }

    /// <summary>A limit or request of a container, in units of the divisor, rounded up.</summary>
    /// <param name="selector">Which.</param>
    /// <param name="container">The container that asks; the selector may name another.</param>
    /// <exception cref="InvalidOperationException">There is no such resource or container.</exception>
    public string Resource(ResourceFieldSelector selector, Container container)
    {
        if (selector.ContainerName.Length > 0)
        {
            container = Pods.PodContainers.Find(Pod, selector.ContainerName)
                ?? throw new InvalidOperationException($"container {selector.ContainerName} not found");
        }

        var resource = selector.Resource;
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || resource[..dot] is not ("limits" or "requests"))
            throw new InvalidOperationException($"unsupported container resource : {resource}");
        var name = resource[(dot + 1)..];
        if (name is not ("cpu" or "memory" or "ephemeral-storage") && !name.StartsWith("hugepages-", StringComparison.Ordinal))
            throw new InvalidOperationException($"unsupported container resource : {resource}");

        var value = resource[..dot] == "limits"
            ? container.Resources.Limits.TryGetValue(name, out var limit) && !limit.IsZero ? limit : NodeAllocatable.GetValueOrDefault(name)
            : container.Resources.Requests.GetValueOrDefault(name);
        var divisor = selector.Divisor.IsZero ? new Quantity(1) : selector.Divisor;
        return (name == "cpu" ? Divide(value.MilliValue, divisor.MilliValue) : Divide(value.Value, divisor.Value)).ToString(CultureInfo.InvariantCulture);
    }

    private IReadOnlyList<string> Ips => Pod.Spec.HostNetwork ? HostIps : PodIps;

    private static long Divide(long value, long divisor) => (long)Math.Ceiling((double)value / divisor);

    private static (string Map, string Key)? Subscript(string path)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        return open > 0 && path.EndsWith("']", StringComparison.Ordinal) ? (path[..open], path[(open + 2)..^2]) : null;
    }

    /// <summary>A line an entry: <c>key="value"</c>, in order of keys.</summary>
    private static string Format(KubeMap<string> map)
    {
        StringBuilder text = new();
        foreach (var (key, value) in map)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(key).Append('=').Append(GoQuote.Quote(value));
        }

        return text.ToString();
    }

    private static InvalidOperationException Unsupported(string path) => new($"unsupported fieldPath: {path}");
}
