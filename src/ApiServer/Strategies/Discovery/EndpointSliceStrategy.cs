using Kybernet.Api;
using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Discovery;

namespace Kybernet.ApiServer.Strategies.Discovery;

/// <summary>EndpointSlices.</summary>
internal sealed class EndpointSliceStrategy : ResourceStrategy<EndpointSlice>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(EndpointSlice slice)
    {
        foreach (var port in slice.Ports)
        {
            port.Name ??= "";
            port.Protocol ??= "TCP";
        }
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(EndpointSlice slice)
    {
        slice.Metadata.Generation = 1;
        DropTopology(slice);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(EndpointSlice slice, EndpointSlice old)
    {
        // What was sent counts, even if it is dropped.
        var content = (EndpointSlice)slice.Clone();
        content.Metadata = old.Metadata;
        slice.Metadata.Generation = old.Metadata.Generation + (content.DeepEquals(old) ? 0 : 1);
        if (old.Endpoints.All(e => e.DeprecatedTopology.Count == 0)) DropTopology(slice);
    }

    /// <inheritdoc/>
    protected override void Validate(EndpointSlice slice, FieldErrors errors) => EndpointSliceValidation.Validate(slice, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(EndpointSlice slice, EndpointSlice old, FieldErrors errors)
    {
        EndpointSliceValidation.Validate(slice, errors);
        errors.Immutable(FieldPath.Of("addressType"), slice.AddressType, old.AddressType);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(EndpointSlice slice, EndpointSlice? old) =>
        slice.AddressType == "FQDN" ? ["addressType: FQDN endpoints are deprecated"] : [];

    // Written only by the version before.
    private static void DropTopology(EndpointSlice slice)
    {
        foreach (var endpoint in slice.Endpoints) endpoint.DeprecatedTopology = KubeMap<string>.CreateNil();
    }
}
