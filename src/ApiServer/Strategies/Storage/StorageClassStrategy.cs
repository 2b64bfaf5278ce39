using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>StorageClasses.</summary>
internal sealed class StorageClassStrategy : ResourceStrategy<StorageClass>
{
    /// <inheritdoc/>
    protected override void Default(StorageClass storage)
    {
        storage.ReclaimPolicy ??= "Delete";
        storage.VolumeBindingMode ??= "Immediate";
    }

    /// <inheritdoc/>
    protected override void Validate(StorageClass storage, FieldErrors errors) => StorageClassValidation.Validate(storage, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(StorageClass storage, StorageClass old, FieldErrors errors) =>
        StorageClassValidation.ValidateUpdate(storage, old, errors);
}
