using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>The versions of the review objects that a webhook understands (AdmissionReview, ConversionReview).</summary>
internal static class ReviewVersions
{
    private const string Known = "v1, v1beta1";

    /// <summary>Whether this server knows one of them.</summary>
    public static bool HasKnown(KubeList<string> versions) => versions.Any(v => v is "v1" or "v1beta1");

    /// <summary>Judges the list.</summary>
    /// <param name="versions">The versions.</param>
    /// <param name="requireKnown">Whether this server has to know one of them.</param>
    /// <param name="missing">What to say of an empty list.</param>
    /// <param name="path">Where the list is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(KubeList<string> versions, bool requireKnown, string missing, FieldPath path, FieldErrors errors)
    {
        if (versions.Count == 0)
        {
            errors.Required(path, missing);
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < versions.Count; i++)
        {
            if (seen.Add(versions[i])) errors.Invalid(path.Index(i), versions[i], Names.CheckDns1035Label(versions[i]));
            else errors.Invalid(path.Index(i), versions[i], "duplicate version");
        }

        if (requireKnown && !HasKnown(versions)) errors.Invalid(path, versions, $"must include at least one of {Known}");
    }
}
