using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>How evenly pods are spread.</summary>
internal static class TopologySpreadValidation
{
    private const string NotPositive = "must be greater than zero";

    /// <summary>Judges all constraints.</summary>
    public static void Validate(KubeList<TopologySpreadConstraint> constraints, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < constraints.Count; i++)
        {
            var constraint = constraints[i];
            var at = path.Index(i);
            if (constraint.MaxSkew <= 0) errors.Invalid(at.Child("maxSkew"), constraint.MaxSkew, NotPositive);
            if (constraint.TopologyKey.Length == 0) errors.Required(at.Child("topologyKey"), "can not be empty");
            errors.OneOf(at.Child("whenUnsatisfiable"), constraint.WhenUnsatisfiable, "DoNotSchedule", "ScheduleAnyway");
            if (constraints.Skip(i + 1).Any(c => c.TopologyKey == constraint.TopologyKey && c.WhenUnsatisfiable == constraint.WhenUnsatisfiable))
            {
                errors.Duplicate(at.Child("{topologyKey, whenUnsatisfiable}"), $"{{{constraint.TopologyKey}, {constraint.WhenUnsatisfiable}}}");
            }

            if (constraint.MinDomains is { } domains) ValidateMinDomains(domains, constraint.WhenUnsatisfiable, at.Child("minDomains"), errors);
            if (constraint.NodeAffinityPolicy is { } affinity) errors.OneOf(at.Child("nodeAffinityPolicy"), affinity, "Honor", "Ignore");
            if (constraint.NodeTaintsPolicy is { } taints) errors.OneOf(at.Child("nodeTaintsPolicy"), taints, "Honor", "Ignore");
            AffinityValidation.ValidateLabelKeys(constraint.MatchLabelKeys, constraint.LabelSelector, at.Child("matchLabelKeys"), errors);
            LabelSelectorValidation.Validate(constraint.LabelSelector, at.Child("labelSelector"), errors);
        }
    }

    private static void ValidateMinDomains(int domains, string action, FieldPath path, FieldErrors errors)
    {
        if (domains <= 0) errors.Invalid(path, domains, NotPositive);
        if (action != "DoNotSchedule") errors.Invalid(path, domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
    }
}
