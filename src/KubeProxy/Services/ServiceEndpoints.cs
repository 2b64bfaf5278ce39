using Kybernet.Api.Discovery.V1;

namespace Kybernet.KubeProxy.Services;

/// <summary>Reads what rules need out of EndpointSlices.</summary>
internal static class ServiceEndpoints
{
    /// <summary>Which Service a slice belongs to.</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>The endpoints of a port in all slices of its Service, sorted; each address and port once.</summary>
    public static IReadOnlyList<EndpointInfo> Of(ServicePortName port, IEnumerable<EndpointSlice> slices, string nodeName)
    {
        Dictionary<string, EndpointInfo> found = new(StringComparer.Ordinal);
        foreach (var slice in slices)
        {
            if (slice.AddressType != "IPv4") continue;
            foreach (var slicePort in slice.Ports)
            {
                if ((slicePort.Name ?? "") != port.Port || ServicePorts.Protocol(slicePort.Protocol) != port.Protocol) continue;
                if (slicePort.Port is not (> 0 and <= 65535 and var number)) continue;
                foreach (var endpoint in slice.Endpoints)
                {
                    if (Read(endpoint, number, nodeName) is not { } info) continue;
                    // A pod may be in two slices for a moment, not equally fresh: what answers in one of them answers.
                    if (found.TryGetValue(info.ToString(), out var other) && Rank(other) >= Rank(info)) continue;
                    found[info.ToString()] = info;
                }
            }
        }
        return [.. found.Values.OrderBy(endpoint => IPv4.Number(endpoint.Address)).ThenBy(endpoint => endpoint.Port)];
    }

    private static EndpointInfo? Read(Endpoint endpoint, int port, string nodeName)
    {
        if (endpoint.Addresses is not [var text, ..] || IPv4.Address(text) is not { } address) return null;
        var conditions = endpoint.Conditions;
        return new EndpointInfo
        {
            Address = address,
            Port = port,
            IsLocal = endpoint.NodeName == nodeName,
            IsReady = conditions.Ready ?? true,
            IsServing = conditions.Serving ?? true,
            IsTerminating = conditions.Terminating ?? false,
            ZoneHints = endpoint.Hints is { } zones ? [.. zones.ForZones.Select(zone => zone.Name)] : [],
            NodeHints = endpoint.Hints is { } nodes ? [.. nodes.ForNodes.Select(node => node.Name)] : [],
        };
    }

    private static int Rank(EndpointInfo endpoint) => endpoint.IsReady ? 2 : endpoint.IsServing ? 1 : 0;
}
