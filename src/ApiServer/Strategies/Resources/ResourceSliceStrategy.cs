using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Resources;

namespace Kybernet.ApiServer.Strategies.Resources;

/// <summary>ResourceSlices.</summary>
internal sealed class ResourceSliceStrategy : ResourceStrategy<ResourceSlice>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.nodeName", "spec.driver"];

    /// <inheritdoc/>
    protected override void PrepareForCreate(ResourceSlice slice) => slice.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ResourceSlice slice, ResourceSlice old) =>
        slice.Metadata.Generation = old.Metadata.Generation + (slice.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(ResourceSlice slice, FieldErrors errors) => ResourceSliceValidation.Validate(slice.Spec, null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ResourceSlice slice, ResourceSlice old, FieldErrors errors) =>
        ResourceSliceValidation.Validate(slice.Spec, old.Spec, errors);

    /// <inheritdoc/>
    protected override string? SelectableField(ResourceSlice slice, string path) => path switch
    {
        "spec.nodeName" => slice.Spec.NodeName ?? "",
        "spec.driver" => slice.Spec.Driver,
        _ => null,
    };
}
