using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Core;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>ResourceQuotas.</summary>
internal sealed class ResourceQuotaStrategy : ResourceStrategy<ResourceQuota>
{
    private static readonly FieldPath Scopes = FieldPath.Of("spec").Child("scopes");

    /// <inheritdoc/>
    protected override void Default(ResourceQuota quota)
    {
        PodSpecDefaults.RoundUp(quota.Spec.Hard);
        PodSpecDefaults.RoundUp(quota.Status.Hard);
        PodSpecDefaults.RoundUp(quota.Status.Used);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(ResourceQuota quota) => quota.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ResourceQuota quota, ResourceQuota old) => quota.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ResourceQuota quota, ResourceQuota old) => quota.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(ResourceQuota quota, FieldErrors errors) => ResourceQuotaValidation.Validate(quota.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ResourceQuota quota, ResourceQuota old, FieldErrors errors)
    {
        ResourceQuotaValidation.Validate(quota.Spec, errors);
        errors.Unchanged(Scopes, quota.Spec.Scopes, quota.Spec.Scopes.ToHashSet().SetEquals(old.Spec.Scopes));
    }

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(ResourceQuota quota, ResourceQuota old, FieldErrors errors)
    {
        foreach (var (field, map) in new[] { ("hard", quota.Status.Hard), ("used", quota.Status.Used) })
        {
            foreach (var (name, quantity) in map)
            {
                var at = FieldPath.Of("status").Child(field).Key(name);
                ResourceQuotaValidation.ValidateName(name, at, errors);
                ResourceNames.ValidateQuantity(name, quantity, at, errors);
            }
        }
    }
}
