using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>What of a claim may change: the size of a bound one, and little else.</summary>
internal static class ClaimUpdateValidation
{
    /// <summary>Judges a change.</summary>
    public static void Validate(PersistentVolumeClaim claim, PersistentVolumeClaim old, FieldPath path, FieldErrors errors)
    {
        var wanted = claim.Spec.Clone();
        var before = old.Spec.Clone();
        // The binder writes it once.
        if (before.VolumeName.Length == 0) before.VolumeName = wanted.VolumeName;
        if (claim.Status.Phase == "Bound")
        {
            if (wanted.Resources.Requests.Count > 0 && before.Resources.Requests.TryGetValue("storage", out var had)) wanted.Resources.Requests["storage"] = had;
            wanted.VolumeAttributesClassName = before.VolumeAttributesClassName;
        }

        // A claim without a class may get the default one later.
        if (before.StorageClassName is null && wanted.StorageClassName is not null) wanted.StorageClassName = null;

        if (!wanted.DeepEquals(before))
        {
            errors.Forbidden(
                path,
                $"spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n{StructDiff.Of(before, wanted)}");
        }

        var size = claim.Spec.Resources.Requests.GetValueOrDefault("storage");
        if (size < old.Spec.Resources.Requests.GetValueOrDefault("storage") && size <= old.Status.Capacity.GetValueOrDefault("storage"))
        {
            errors.Forbidden(path.Child("resources").Child("requests").Child("storage"), "field can not be less than status.capacity");
        }

        errors.Immutable(path.Child("volumeMode"), claim.Spec.VolumeMode, old.Spec.VolumeMode);
    }
}
