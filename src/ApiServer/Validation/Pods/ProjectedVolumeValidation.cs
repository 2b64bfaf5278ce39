using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Volumes that put several sources into one directory.</summary>
internal static class ProjectedVolumeValidation
{
    private const string DuplicatePath = "conflicting duplicate paths";
    private const long MinExpirationSeconds = 600;

    /// <summary>Judges the sources and that their files do not collide.</summary>
    public static void Validate(ProjectedVolumeSource projected, FieldPath path, FieldErrors errors)
    {
        PathRules.Mode(projected.DefaultMode, path.Child("defaultMode"), errors);
        HashSet<string> files = new(StringComparer.Ordinal);
        for (var i = 0; i < projected.Sources.Count; i++)
        {
            var source = projected.Sources[i];
            var at = path.Child("sources").Index(i);
            var count = 0;
            if (source.Secret is { } secret)
            {
                count++;
                ValidateKeys(secret.Name, secret.Items, files, at.Child("secret"), path, errors);
            }

            if (source.ConfigMap is { } configMap)
            {
                count++;
                ValidateKeys(configMap.Name, configMap.Items, files, at.Child("configMap"), path, errors);
            }

            if (source.DownwardAPI is { } downward)
            {
                count++;
                foreach (var file in downward.Items)
                {
                    LocalVolumeValidation.ValidateFile(file, at.Child("downwardAPI"), errors);
                    if (file.Path.Length > 0 && !files.Add(file.Path)) errors.Invalid(path, file.Path, DuplicatePath);
                }
            }

            if (source.ServiceAccountToken is { } token)
            {
                count++;
                ValidateToken(token, files, at.Child("serviceAccountToken"), path, errors);
            }

            if (source.ClusterTrustBundle is { } bundle)
            {
                count++;
                ValidateBundle(bundle, files, at.Child("clusterTrustBundle"), path, errors);
            }

            if (source.PodCertificate is not null) count++;
            if (count > 1) errors.Forbidden(at, "may not specify more than 1 volume type");
            if (count == 0) errors.Required(at, "must specify a volume type");
        }
    }

    private static void ValidateKeys(string name, KubeList<KeyToPath> items, HashSet<string> files, FieldPath at, FieldPath volume, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(at.Child("name"));
        LocalVolumeValidation.ValidateItems(items, at.Child("items"), errors);
        foreach (var item in items)
        {
            if (item.Path.Length > 0 && !files.Add(item.Path)) errors.Invalid(volume, name, DuplicatePath);
        }
    }

    private static void ValidateToken(ServiceAccountTokenProjection token, HashSet<string> files, FieldPath at, FieldPath volume, FieldErrors errors)
    {
        if (token.ExpirationSeconds < MinExpirationSeconds)
        {
            errors.Invalid(at.Child("expirationSeconds"), token.ExpirationSeconds, "may not specify a duration less than 10 minutes");
        }

        if (token.ExpirationSeconds > 1L << 32)
        {
            errors.Invalid(at.Child("expirationSeconds"), token.ExpirationSeconds, "may not specify a duration larger than 2^32 seconds");
        }

        if (token.Path.Length == 0)
        {
            errors.Required(at.Child("path"));
            return;
        }

        PathRules.LocalNonReserved(token.Path, volume.Child("path"), errors);
        if (!files.Add(token.Path)) errors.Invalid(volume, token.Path, DuplicatePath);
    }

    private static void ValidateBundle(ClusterTrustBundleProjection bundle, HashSet<string> files, FieldPath at, FieldPath volume, FieldErrors errors)
    {
        switch (bundle)
        {
            case { Name: not null, SignerName: not null }:
                errors.Invalid(at, bundle, "only one of name and signerName may be used");
                break;
            case { Name: { } name }:
                if (name.Length == 0) errors.Required(at.Child("name"), "must be a valid object name");
                break;
            case { SignerName: { } signer }:
                if (signer.Length == 0) errors.Required(at.Child("signerName"), "must be a valid signer name");
                LabelSelectorValidation.Validate(bundle.LabelSelector, at.Child("labelSelector"), errors);
                break;
            default:
                errors.Required(at, "either name or signerName must be specified");
                break;
        }

        if (bundle.Path.Length == 0)
        {
            errors.Required(at.Child("path"));
            return;
        }

        PathRules.LocalNonReserved(bundle.Path, at.Child("path"), errors);
        if (!files.Add(bundle.Path)) errors.Invalid(volume, bundle.Path, DuplicatePath);
    }
}
