using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What a pod wants to be near to and far from.</summary>
internal static class AffinityValidation
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Judges all three kinds of affinity.</summary>
    public static void Validate(Affinity? affinity, FieldPath path, FieldErrors errors)
    {
        if (affinity is null) return;
        if (affinity.NodeAffinity is { } node) Validate(node, path.Child("nodeAffinity"), errors);
        if (affinity.PodAffinity is { } near)
        {
            Validate(near.RequiredDuringSchedulingIgnoredDuringExecution, near.PreferredDuringSchedulingIgnoredDuringExecution, path.Child("podAffinity"), errors);
        }

        if (affinity.PodAntiAffinity is { } far)
        {
            Validate(far.RequiredDuringSchedulingIgnoredDuringExecution, far.PreferredDuringSchedulingIgnoredDuringExecution, path.Child("podAntiAffinity"), errors);
        }
    }

    /// <summary>Keys whose values a pod's own labels give.</summary>
    public static void ValidateLabelKeys(KubeList<string> keys, LabelSelector? selector, FieldPath path, FieldErrors errors)
    {
        if (keys.Count == 0) return;
        if (selector is null)
        {
            errors.Forbidden(path, "must not be specified when labelSelector is not set");
            return;
        }

        for (var i = 0; i < keys.Count; i++) errors.Invalid(path.Index(i), keys[i], Names.CheckQualifiedName(keys[i]));
    }

    private static void Validate(NodeAffinity affinity, FieldPath path, FieldErrors errors)
    {
        if (affinity.RequiredDuringSchedulingIgnoredDuringExecution is { } required) NodeSelectorValidation.Validate(required, path.Child(Required), errors);
        for (var i = 0; i < affinity.PreferredDuringSchedulingIgnoredDuringExecution.Count; i++)
        {
            var term = affinity.PreferredDuringSchedulingIgnoredDuringExecution[i];
            var at = path.Child(Preferred).Index(i);
            Weight(term.Weight, at, errors);
            NodeSelectorValidation.Validate(term.Preference, at.Child("preference"), errors, allowInvalidValues: true);
        }
    }

    private static void Validate(KubeList<PodAffinityTerm> required, KubeList<WeightedPodAffinityTerm> preferred, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < required.Count; i++) Validate(required[i], path.Child(Required).Index(i), errors);
        for (var i = 0; i < preferred.Count; i++)
        {
            var at = path.Child(Preferred).Index(i);
            Weight(preferred[i].Weight, at, errors);
            Validate(preferred[i].PodAffinityTerm, at.Child("podAffinityTerm"), errors);
        }
    }

    private static void Weight(int weight, FieldPath path, FieldErrors errors)
    {
        if (weight is <= 0 or > 100) errors.Invalid(path.Child("weight"), weight, "must be in the range 1-100");
    }

    private static void Validate(PodAffinityTerm term, FieldPath path, FieldErrors errors)
    {
        LabelSelectorValidation.Validate(term.LabelSelector, path.Child("labelSelector"), errors);
        LabelSelectorValidation.Validate(term.NamespaceSelector, path.Child("namespaceSelector"), errors);
        foreach (var name in term.Namespaces) errors.Invalid(path.Child("namespace"), name, Names.CheckDns1123Label(name));

        ValidateLabelKeys(term.MatchLabelKeys, term.LabelSelector, path.Child("matchLabelKeys"), errors);
        ValidateLabelKeys(term.MismatchLabelKeys, term.LabelSelector, path.Child("mismatchLabelKeys"), errors);
        for (var i = 0; i < term.MismatchLabelKeys.Count; i++)
        {
            if (term.MatchLabelKeys.Contains(term.MismatchLabelKeys[i]))
            {
                errors.Invalid(path.Child("mismatchLabelKeys").Index(i), term.MismatchLabelKeys[i], "exists in both matchLabelKeys and mismatchLabelKeys");
            }
        }

        if (term.TopologyKey.Length == 0) errors.Required(path.Child("topologyKey"), "can not be empty");
        errors.Invalid(path.Child("topologyKey"), term.TopologyKey, Names.CheckQualifiedName(term.TopologyKey));
    }
}
