using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Resources;

namespace Kybernet.ApiServer.Strategies.Resources;

/// <summary>DeviceClasses.</summary>
internal sealed class DeviceClassStrategy : ResourceStrategy<DeviceClass>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void PrepareForCreate(DeviceClass deviceClass) => deviceClass.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(DeviceClass deviceClass, DeviceClass old) =>
        deviceClass.Metadata.Generation = old.Metadata.Generation + (deviceClass.Spec.DeepEquals(old.Spec) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(DeviceClass deviceClass, FieldErrors errors) => DeviceClassValidation.Validate(deviceClass.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(DeviceClass deviceClass, DeviceClass old, FieldErrors errors) =>
        DeviceClassValidation.Validate(deviceClass.Spec, errors);
}
