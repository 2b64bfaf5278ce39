using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>How a workload finds its pods.</summary>
internal static class WorkloadSelector
{
    private const string Mismatch = "`selector` does not match template `labels`";

    /// <summary>What the selector asks for; null when it cannot be understood. An absent one asks for nothing.</summary>
    public static LabelQuery? Compile(LabelSelector? selector)
    {
        if (selector is null) return LabelQuery.Nothing;
        try
        {
            return LabelQuery.From(selector.MatchLabels, selector.MatchExpressions.Select(r => (r.Key, r.Operator, (IEnumerable<string>)r.Values)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a selector that asks for everything, which upstream refuses.</summary>
    public static bool IsEmpty(LabelSelector? selector) => selector is { MatchLabels.Count: 0, MatchExpressions.Count: 0 };

    /// <summary>A workload has to find the pods that it makes.</summary>
    public static void MatchesTemplate(LabelQuery query, PodTemplateSpec template, FieldPath path, FieldErrors errors)
    {
        if (query.IsEverything || query.Matches(template.Metadata.Labels)) return;
        errors.Invalid(path.Child("metadata").Child("labels"), template.Metadata.Labels, Mismatch);
    }

    /// <summary>Pods of a workload that lives on are always restarted and have no deadline.</summary>
    public static void LivesOn(PodTemplateSpec template, string kind, FieldPath path, FieldErrors errors)
    {
        var spec = path.Child("spec");
        errors.OneOf(spec.Child("restartPolicy"), template.Spec.RestartPolicy, "Always");
        if (template.Spec.ActiveDeadlineSeconds is not null)
        {
            errors.Forbidden(spec.Child("activeDeadlineSeconds"), $"activeDeadlineSeconds in {kind} is not Supported");
        }
    }
}
