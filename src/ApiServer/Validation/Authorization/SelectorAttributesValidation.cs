using Kybernet.Api;
using Kybernet.Api.Authorization.V1;

namespace Kybernet.ApiServer.Validation.Authorization;

/// <summary>The selectors of a request that an access review asks about.</summary>
internal static class SelectorAttributesValidation
{
    private const string NeedsValues = "must be specified when `operator` is 'In' or 'NotIn'";
    private const string NeedsNoValues = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

    /// <summary>Judges both selectors. Operators that nobody knows pass: they may come from a newer server.</summary>
    public static void Validate(ResourceAttributes? attributes, FieldPath path, FieldErrors errors)
    {
        if (attributes?.FieldSelector is { } fields)
        {
            var at = path.Child("fieldSelector");
            ValidateForm(fields.RawSelector, fields.Requirements.Count, at, errors);
            for (var i = 0; i < fields.Requirements.Count; i++)
            {
                var requirement = fields.Requirements[i];
                var here = at.Child("requirements").Index(i);
                ValidateValues(requirement.Operator, requirement.Values, here, errors);
                if (requirement.Key.Length == 0) errors.Required(here.Child("key"), "must be specified");
            }
        }

        if (attributes?.LabelSelector is { } labels)
        {
            var at = path.Child("labelSelector");
            ValidateForm(labels.RawSelector, labels.Requirements.Count, at, errors);
            for (var i = 0; i < labels.Requirements.Count; i++)
            {
                var requirement = labels.Requirements[i];
                var here = at.Child("requirements").Index(i);
                ValidateValues(requirement.Operator, requirement.Values, here, errors);
                errors.Invalid(here.Child("key"), requirement.Key, Names.CheckQualifiedName(requirement.Key));
                for (var j = 0; j < requirement.Values.Count; j++)
                {
                    errors.Invalid(here.Child("values").Index(j), requirement.Values[j], Names.CheckLabelValue(requirement.Values[j]));
                }
            }
        }
    }

    private static void ValidateForm(string raw, int requirements, FieldPath path, FieldErrors errors)
    {
        if (raw.Length > 0 && requirements > 0) errors.Invalid(path.Child("rawSelector"), raw, "may not specified at the same time as requirements");
        if (raw.Length == 0 && requirements == 0)
        {
            errors.Required(path.Child("requirements"), $"when {path} is specified, requirements or rawSelector is required");
        }
    }

    private static void ValidateValues(string @operator, KubeList<string> values, FieldPath path, FieldErrors errors)
    {
        if (@operator is "In" or "NotIn" && values.Count == 0) errors.Required(path.Child("values"), NeedsValues);
        if (@operator is "Exists" or "DoesNotExist" && values.Count > 0) errors.Forbidden(path.Child("values"), NeedsNoValues);
    }
}
