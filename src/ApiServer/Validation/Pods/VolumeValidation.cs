using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A pod's volumes.</summary>
internal static class VolumeValidation
{
    /// <summary>Judges volumes and tells the scope of those that are in order.</summary>
    public static void Validate(PodScope scope, string podName, FieldPath path, FieldErrors errors)
    {
        var volumes = scope.Spec.Volumes;
        for (var i = 0; i < volumes.Count; i++)
        {
            var volume = volumes[i];
            var at = path.Index(i);
            var before = errors.Count;
            ValidateSource(volume, scope.IsPod, podName, at, errors);
            ContainerValidation.Label(volume.Name, at.Child("name"), errors);
            if (scope.FindVolume(volume.Name) is not null) errors.Duplicate(at.Child("name"), volume.Name);
            if (errors.Count == before) scope.AddVolume(volume);

            if (volume.PersistentVolumeClaim is { } claim && podName.Length > 0
                && volumes.Any(v => v.Ephemeral is not null && $"{podName}-{v.Name}" == claim.ClaimName))
            {
                errors.Invalid(
                    at.Child("persistentVolumeClaim").Child("claimName"), claim.ClaimName,
                    "must not reference a PVC that gets created for an ephemeral volume");
            }
        }
    }

    /// <summary>Where upstream's messages say that a source's fields are.</summary>
    public static string PathOf(string source) => source == "gcePersistentDisk" ? "persistentDisk" : source;

    private static void ValidateSource(Volume volume, bool isPod, string podName, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var (name, source) in VolumeSources.Of(volume))
        {
            var at = path.Child(PathOf(name));
            if (count++ > 0) errors.Forbidden(path.Child(name), "may not specify more than 1 volume type");
            else if (!LocalVolumeValidation.Validate(source, isPod, at, errors)) NetworkVolumeValidation.Validate(source, at, errors);
        }

        if (count == 0) errors.Required(path, "must specify a volume type");
        if (volume.Ephemeral is null || podName.Length == 0 || volume.Name.Length == 0) return;
        var claim = $"{podName}-{volume.Name}";
        if (!Names.IsDns1123Subdomain(claim))
        {
            foreach (var detail in Names.CheckDns1123Subdomain(claim)) errors.Invalid(path.Child("name"), volume.Name, $"PVC name {GoQuote.Quote(claim)}: {detail}");
        }
    }
}
