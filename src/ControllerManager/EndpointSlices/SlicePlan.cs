using Kybernet.Api.Discovery.V1;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>What is to be written.</summary>
internal sealed class SlicePlan
{
    /// <summary>New slices, without a name yet.</summary>
    public List<EndpointSlice> Create { get; } = [];

    /// <summary>Slices as they are to be, on the revision that was seen.</summary>
    public List<EndpointSlice> Update { get; } = [];

    /// <summary>Slices that nobody needs any more, as seen.</summary>
    public List<EndpointSlice> Delete { get; } = [];
}
