using Kybernet.Api.Meta.V1;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>What label selectors inside objects have to look like (upstream's ValidateLabelSelector).</summary>
internal static class LabelSelectorValidation
{
    /// <summary>Judges a selector; an absent one is well formed.</summary>
    public static void Validate(LabelSelector? selector, FieldPath path, FieldErrors errors, bool allowInvalidValues = false)
    {
        if (selector is null) return;
        ObjectMetaValidation.ValidateLabels(selector.MatchLabels, path.Child("matchLabels"), errors);
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
        {
            ValidateRequirement(selector.MatchExpressions[i], path.Child("matchExpressions").Index(i), errors, allowInvalidValues);
        }
    }

    private static void ValidateRequirement(LabelSelectorRequirement requirement, FieldPath path, FieldErrors errors, bool allowInvalidValues)
    {
        switch (requirement.Operator)
        {
            case "In" or "NotIn":
                if (requirement.Values.Count == 0) errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (requirement.Values.Count > 0) errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            default:
                errors.Invalid(path.Child("operator"), requirement.Operator, "not a valid selector operator");
                break;
        }

        errors.Invalid(path.Child("key"), requirement.Key, Names.CheckQualifiedName(requirement.Key));
        if (allowInvalidValues) return;
        for (var i = 0; i < requirement.Values.Count; i++)
        {
            errors.Invalid(path.Child("values").Index(i), requirement.Values[i], Names.CheckLabelValue(requirement.Values[i]));
        }
    }
}
