using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Networking;

/// <summary>ServiceCIDRs.</summary>
internal sealed class ServiceCIDRStrategy : ResourceStrategy<ServiceCIDR>
{
    private static readonly FieldPath Cidrs = FieldPath.Of("spec").Child("cidrs");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void PrepareForCreate(ServiceCIDR range)
    {
        range.Status = new();
        range.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ServiceCIDR range, ServiceCIDR old) => range.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ServiceCIDR range, ServiceCIDR old) => range.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(ServiceCIDR range, FieldErrors errors)
    {
        if (range.Spec.Cidrs.Count == 0) errors.Required(Cidrs, "at least one CIDR required");
        if (range.Spec.Cidrs.Count > 2) errors.Invalid(Cidrs, range.Spec.Cidrs, "may only hold up to 2 values");
        for (var i = 0; i < range.Spec.Cidrs.Count; i++) IpRules.Network(range.Spec.Cidrs[i], Cidrs.Index(i), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ServiceCIDR range, ServiceCIDR old, FieldErrors errors) =>
        errors.Unchanged(Cidrs, range.Spec.Cidrs, range.Spec.Cidrs.ContentEquals(old.Spec.Cidrs));
}
