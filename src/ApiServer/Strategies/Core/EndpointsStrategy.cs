using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>Endpoints, the older form of EndpointSlices.</summary>
internal sealed class EndpointsStrategy : ResourceStrategy<Endpoints>
{
    /// <inheritdoc/>
    protected override void Default(Endpoints endpoints)
    {
        foreach (var subset in endpoints.Subsets)
        {
            foreach (var port in subset.Ports)
            {
                if (port.Protocol.Length == 0) port.Protocol = "TCP";
            }
        }
    }

    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    protected override void Validate(Endpoints endpoints, FieldErrors errors) => EndpointsValidation.Validate(endpoints, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Endpoints endpoints, Endpoints old, FieldErrors errors) => EndpointsValidation.Validate(endpoints, errors);

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Endpoints endpoints, Endpoints? old)
    {
        // Leader election of old and the mirror of slices write them; nobody else should.
        if (endpoints.Metadata.Annotations.ContainsKey("control-plane.alpha.kubernetes.io/leader")) yield break;
        yield return "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
    }
}
