using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A pod that is kept from being scheduled may still be made pickier about nodes.</summary>
internal static class GatedPodUpdate
{
    /// <summary>Tells what is not only pickier, and makes the rest no difference.</summary>
    public static void TakeOverAllowed(PodSpec wanted, PodSpec old, FieldPath path, FieldErrors errors)
    {
        if (!wanted.NodeSelector.ContentEquals(old.NodeSelector))
        {
            foreach (var (key, value) in old.NodeSelector)
            {
                if (wanted.NodeSelector.TryGetValue(key, out var now) && now == value) continue;
                errors.Invalid(path.Child("nodeSelector"), wanted.NodeSelector, "only additions are allowed");
                break;
            }

            wanted.NodeSelector = old.NodeSelector;
        }

        if (wanted.Affinity is { NodeAffinity: { } affinity })
        {
            ValidateNodeAffinity(affinity, old.Affinity?.NodeAffinity, path.Child("affinity").Child("nodeAffinity"), errors);
            switch (old.Affinity)
            {
                case null when wanted.Affinity is { PodAffinity: null, PodAntiAffinity: null }:
                    wanted.Affinity = null;
                    break;
                case null:
                    wanted.Affinity.NodeAffinity = null;
                    break;
                default:
                    wanted.Affinity.NodeAffinity = old.Affinity.NodeAffinity;
                    break;
            }
        }
    }

    // Preferences may change; of requirements each old term may gain expressions and none may go.
    private static void ValidateNodeAffinity(NodeAffinity wanted, NodeAffinity? old, FieldPath path, FieldErrors errors)
    {
        if (old?.RequiredDuringSchedulingIgnoredDuringExecution is not { } before) return;
        var at = path.Child("requiredDuringSchedulingIgnoredDuringExecution");
        if (wanted.RequiredDuringSchedulingIgnoredDuringExecution is not { } required)
        {
            errors.Invalid(at, GoValueOf(null), "field is immutable");
            return;
        }

        var terms = at.Child("nodeSelectorTerms");
        if (required.NodeSelectorTerms.Count != before.NodeSelectorTerms.Count)
        {
            errors.Invalid(terms, GoValue.List(required.NodeSelectorTerms), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }

        for (var i = 0; i < required.NodeSelectorTerms.Count; i++)
        {
            if (!Extends(required.NodeSelectorTerms[i], before.NodeSelectorTerms[i]))
            {
                errors.Invalid(terms.Index(i), required.NodeSelectorTerms[i], "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    private static GoValue GoValueOf(NodeSelector? selector) => selector;

    private static bool Extends(NodeSelectorTerm term, NodeSelectorTerm old)
    {
        if (old is { MatchExpressions.Count: 0, MatchFields.Count: 0 }) return term.DeepEquals(old);
        return old.MatchExpressions.All(o => term.MatchExpressions.Any(o.DeepEquals)) && old.MatchFields.All(o => term.MatchFields.Any(o.DeepEquals));
    }
}
