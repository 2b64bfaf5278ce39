using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>CSIDrivers.</summary>
internal sealed class CSIDriverStrategy : ResourceStrategy<CSIDriver>
{
    private const long MinTokenSeconds = 600;
    private const long MinUpdateSeconds = 10;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    protected override void Default(CSIDriver driver)
    {
        var spec = driver.Spec;
        spec.AttachRequired ??= true;
        spec.PodInfoOnMount ??= false;
        spec.StorageCapacity ??= false;
        spec.FsGroupPolicy ??= "ReadWriteOnceWithFSType";
        if (spec.VolumeLifecycleModes.Count == 0) spec.VolumeLifecycleModes.Add("Persistent");
        spec.RequiresRepublish ??= false;
        spec.SeLinuxMount ??= false;
    }

    // VolumeLimitScaling is off by default upstream.
    /// <inheritdoc/>
    protected override void PrepareForCreate(CSIDriver driver) => driver.Spec.PreventPodSchedulingIfMissing = null;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(CSIDriver driver, CSIDriver old)
    {
        if (old.Spec.PreventPodSchedulingIfMissing is null) driver.Spec.PreventPodSchedulingIfMissing = null;
    }

    /// <inheritdoc/>
    protected override void Validate(CSIDriver driver, FieldErrors errors)
    {
        var spec = driver.Spec;
        foreach (var mode in spec.VolumeLifecycleModes) errors.OneOf(Spec.Child("volumeLifecycleModes"), mode, "Persistent", "Ephemeral");
        if (spec.FsGroupPolicy is { } policy) errors.OneOf(Spec.Child("fsGroupPolicy"), policy, "File", "None", "ReadWriteOnceWithFSType");
        HashSet<string> audiences = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.TokenRequests.Count; i++)
        {
            var at = Spec.Child("tokenRequests").Index(i);
            if (!audiences.Add(spec.TokenRequests[i].Audience)) errors.Duplicate(at.Child("audience"), spec.TokenRequests[i].Audience);
            if (spec.TokenRequests[i].ExpirationSeconds is not { } seconds) continue;
            if (seconds < MinTokenSeconds) errors.Invalid(at.Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes");
            if (seconds > 1L << 32) errors.Invalid(at.Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds");
        }

        if (spec.NodeAllocatableUpdatePeriodSeconds is { } period && period < MinUpdateSeconds)
        {
            errors.Invalid(Spec.Child("nodeAllocatableUpdatePeriodSeconds"), period, $"must be greater than or equal to {MinUpdateSeconds} seconds");
        }

        if (spec.ServiceAccountTokenInSecrets is { } inSecrets && spec.TokenRequests.Count == 0)
        {
            errors.Invalid(Spec.Child("serviceAccountTokenInSecrets"), inSecrets, "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(CSIDriver driver, CSIDriver old, FieldErrors errors)
    {
        Validate(driver, errors);
        errors.Immutable(Spec.Child("attachRequired"), driver.Spec.AttachRequired, old.Spec.AttachRequired);
        errors.Unchanged(
            Spec.Child("volumeLifecycleModes"), driver.Spec.VolumeLifecycleModes,
            driver.Spec.VolumeLifecycleModes.ContentEquals(old.Spec.VolumeLifecycleModes));
    }

    /// <summary>A driver is named as the driver names itself.</summary>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => CsiRules.CheckDriverName(name);
}
