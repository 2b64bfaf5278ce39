using Kybernet.Api;
using Kybernet.Api.Discovery.V1;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>Endpoints that offer the same ports, and so can share slices.</summary>
/// <param name="Ports">The ports, as each slice of the group carries them.</param>
/// <param name="Endpoints">The endpoints.</param>
internal sealed record EndpointGroup(KubeList<EndpointPort> Ports, List<Endpoint> Endpoints)
{
    /// <summary>A text that is the same for the same ports in whatever order.</summary>
    public static string KeyOf(KubeList<EndpointPort> ports) => string.Join(
        '\n', ports.Select(static p => $"{p.Name}/{p.Protocol}/{p.Port}/{p.AppProtocol}").Order(StringComparer.Ordinal));
}
