using Kybernet.Api;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>CSIStorageCapacities.</summary>
internal sealed class CSIStorageCapacityStrategy : ResourceStrategy<CSIStorageCapacity>
{
    /// <inheritdoc/>
    protected override void Validate(CSIStorageCapacity capacity, FieldErrors errors)
    {
        LabelSelectorValidation.Validate(capacity.NodeTopology, FieldPath.Of("nodeTopology"), errors);
        errors.Invalid(FieldPath.Of("storageClassName"), capacity.StorageClassName, Names.CheckDns1123Subdomain(capacity.StorageClassName));
        if (capacity.Capacity is { } size) errors.NonNegative(FieldPath.Of("capacity"), size);
        if (capacity.MaximumVolumeSize is { } most) errors.NonNegative(FieldPath.Of("maximumVolumeSize"), most);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(CSIStorageCapacity capacity, CSIStorageCapacity old, FieldErrors errors)
    {
        Validate(capacity, errors);
        errors.Immutable(FieldPath.Of("nodeTopology"), capacity.NodeTopology, old.NodeTopology);
        errors.Immutable(FieldPath.Of("storageClassName"), capacity.StorageClassName, old.StorageClassName);
    }
}
