using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Node selectors: terms of requirements on labels and fields.</summary>
internal static class NodeSelectorValidation
{
    private const string NotAnOperator = "not a valid selector operator";

    /// <summary>Judges a selector.</summary>
    public static void Validate(NodeSelector selector, FieldPath path, FieldErrors errors, bool allowInvalidValues = false)
    {
        var terms = path.Child("nodeSelectorTerms");
        if (selector.NodeSelectorTerms.Count == 0) errors.Required(terms, "must have at least one node selector term");
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++) Validate(selector.NodeSelectorTerms[i], terms.Index(i), errors, allowInvalidValues);
    }

    /// <summary>Judges one term.</summary>
    public static void Validate(NodeSelectorTerm term, FieldPath path, FieldErrors errors, bool allowInvalidValues = false)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
        {
            ValidateLabel(term.MatchExpressions[i], path.Child("matchExpressions").Index(i), errors, allowInvalidValues);
        }

        for (var i = 0; i < term.MatchFields.Count; i++) ValidateField(term.MatchFields[i], path.Child("matchFields").Index(i), errors);
    }

    private static void ValidateLabel(NodeSelectorRequirement requirement, FieldPath path, FieldErrors errors, bool allowInvalidValues)
    {
        switch (requirement.Operator)
        {
            case "In" or "NotIn":
                if (requirement.Values.Count == 0) errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (requirement.Values.Count > 0) errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt":
                if (requirement.Values.Count != 1) errors.Required(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                errors.Invalid(path.Child("operator"), requirement.Operator, NotAnOperator);
                break;
        }

        errors.Invalid(path.Child("key"), requirement.Key, Names.CheckQualifiedName(requirement.Key));
        if (allowInvalidValues) return;
        for (var i = 0; i < requirement.Values.Count; i++)
        {
            errors.Invalid(path.Child("values").Index(i), requirement.Values[i], Names.CheckLabelValue(requirement.Values[i]));
        }
    }

    private static void ValidateField(NodeSelectorRequirement requirement, FieldPath path, FieldErrors errors)
    {
        if (requirement.Operator is not ("In" or "NotIn")) errors.Invalid(path.Child("operator"), requirement.Operator, NotAnOperator);
        else if (requirement.Values.Count != 1)
        {
            errors.Required(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }

        if (requirement.Key != "metadata.name")
        {
            errors.Invalid(path.Child("key"), requirement.Key, "not a valid field selector key");
            return;
        }

        for (var i = 0; i < requirement.Values.Count; i++)
        {
            errors.Invalid(path.Child("values").Index(i), requirement.Values[i], Names.CheckDns1123Subdomain(requirement.Values[i]));
        }
    }
}
