using Kybernet.Api;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>VolumeAttributesClasses.</summary>
internal sealed class VolumeAttributesClassStrategy : ResourceStrategy<VolumeAttributesClass>
{
    private static readonly FieldPath Driver = FieldPath.Of("driverName");
    private static readonly FieldPath Parameters = FieldPath.Of("parameters");

    /// <inheritdoc/>
    protected override void Validate(VolumeAttributesClass attributes, FieldErrors errors)
    {
        if (attributes.DriverName.Length == 0) errors.Required(Driver);
        else errors.Invalid(Driver, attributes.DriverName, Names.CheckQualifiedName(attributes.DriverName.ToLowerInvariant()));
        if (attributes.Parameters.Count == 0) errors.Required(Parameters, "must contain at least one key/value pair");
        else StorageClassValidation.Parameters(attributes.Parameters, Parameters, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(VolumeAttributesClass attributes, VolumeAttributesClass old, FieldErrors errors)
    {
        if (attributes.DriverName != old.DriverName) errors.Forbidden(Driver, "updates to driverName are forbidden.");
        if (!attributes.Parameters.ContentEquals(old.Parameters)) errors.Forbidden(Parameters, "updates to parameters are forbidden.");
    }
}
