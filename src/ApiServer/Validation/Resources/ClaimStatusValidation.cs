using Kybernet.Api;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Validation.Pods;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>What a claim was given, and to whom.</summary>
internal static class ClaimStatusValidation
{
    private const int MaxConsumers = 256;
    private const int MaxResults = 32;
    private const int MaxConfigurations = 64;

    private static readonly FieldPath Status = FieldPath.Of("status");

    /// <summary>Judges a new status. What is allocated stays until it is given back whole.</summary>
    public static void Validate(ResourceClaim claim, ResourceClaim old, FieldErrors errors)
    {
        var (status, before) = (claim.Status, old.Status);
        var reserved = Status.Child("reservedFor");
        DeviceRules.Set(status.ReservedFor, MaxConsumers, Validate, static c => c.Uid, reserved, errors);
        if (status.ReservedFor.Count > 0)
        {
            if (status.Allocation is null) errors.Forbidden(reserved, "may not be specified when `allocated` is not set");
            else if (claim.Metadata.DeletionTimestamp is not null && status.ReservedFor.Any(c => !before.ReservedFor.Any(c.DeepEquals)))
            {
                errors.Forbidden(reserved, "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
            }
        }

        var allocation = Status.Child("allocation");
        if (status.Allocation is not { } now) return;
        if (before.Allocation is { } then) errors.Immutable(allocation, now, then);
        else Validate(now, DeviceClaimValidation.Names(claim.Spec.Devices), allocation, errors);
    }

    private static void Validate(ResourceClaimConsumerReference consumer, FieldPath path, FieldErrors errors)
    {
        if (consumer.Resource.Length == 0) errors.Required(path.Child("resource"));
        if (consumer.Name.Length == 0) errors.Required(path.Child("name"));
        if (consumer.Uid.Length == 0) errors.Required(path.Child("uid"));
    }

    private static void Validate(AllocationResult allocation, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        var devices = path.Child("devices");
        DeviceRules.Slice(allocation.Devices.Results, MaxResults, (r, at, e) => Validate(r, names, at, e), devices.Child("results"), errors);
        DeviceRules.Slice(allocation.Devices.Config, MaxConfigurations, (c, at, e) => Validate(c, names, at, e), devices.Child("config"), errors);
        if (allocation.NodeSelector is { } nodes) NodeSelectorValidation.Validate(nodes, path.Child("nodeSelector"), errors);
    }

    private static void Validate(DeviceRequestAllocationResult result, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        DeviceClaimValidation.Reference(result.Request, path.Child("request"), names, errors);
        CsiRules.DriverName(result.Driver, path.Child("driver"), errors);
        DeviceRules.PoolName(result.Pool, path.Child("pool"), errors);
        errors.Invalid(path.Child("device"), result.Device, NameRules.Label(result.Device, prefix: false));
        for (var i = 0; i < result.Tolerations.Count; i++) DeviceRules.Toleration(result.Tolerations[i], path.Child("tolerations").Index(i), errors);
    }

    private static void Validate(DeviceAllocationConfiguration configuration, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        if (configuration.Source.Length == 0) errors.Required(path.Child("source"));
        else errors.OneOf(path.Child("source"), configuration.Source, "FromClaim", "FromClass");
        DeviceRules.Set(
            configuration.Requests, MaxResults, (r, at, e) => DeviceClaimValidation.Reference(r, at, names, e), static r => r, path.Child("requests"), errors);
        DeviceRules.Configuration(configuration.Opaque, path, errors);
    }
}
