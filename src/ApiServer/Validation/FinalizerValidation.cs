using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>What finalizers may be called.</summary>
internal static class FinalizerValidation
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    /// <summary>Judges a list of finalizers.</summary>
    /// <param name="finalizers">The list.</param>
    /// <param name="standard">Whether a name without a domain has to be one of Kubernetes' own.</param>
    /// <param name="path">The list's path.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(KubeList<string> finalizers, bool standard, FieldPath path, FieldErrors errors)
    {
        foreach (var finalizer in finalizers) errors.Invalid(path, finalizer, Names.CheckQualifiedName(finalizer));
        if (finalizers.Contains(Orphan) && finalizers.Contains(Foreground))
        {
            errors.Invalid(path, finalizers, $"finalizer {Orphan} and {Foreground} cannot be both set");
        }

        if (!standard) return;
        for (var i = 0; i < finalizers.Count; i++) ValidateStandard(finalizers[i], path.Index(i), errors);
    }

    /// <summary>A name without a domain has to be one of Kubernetes' own.</summary>
    public static void ValidateStandard(string finalizer, FieldPath path, FieldErrors errors)
    {
        if (finalizer.Contains('/') || finalizer is "kubernetes" or Orphan or Foreground) return;
        errors.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
    }
}
