using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>The named CEL conditions of webhooks and policies. Their expressions are not compiled yet.</summary>
internal static class MatchConditionValidation
{
    private const int Max = 64;

    /// <summary>Judges a list of conditions.</summary>
    public static void Validate(KubeList<MatchCondition> conditions, FieldPath path, FieldErrors errors)
    {
        if (conditions.Count > Max) errors.TooMany(path, conditions.Count, Max);
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (condition, at) = (conditions[i], path.Index(i));
            if (string.IsNullOrWhiteSpace(condition.Expression)) errors.Required(at.Child("expression"));
            if (condition.Name.Length == 0)
            {
                errors.Required(at.Child("name"));
                continue;
            }

            errors.Invalid(at.Child("name"), condition.Name, Names.CheckQualifiedName(condition.Name));
            if (!names.Add(condition.Name)) errors.Duplicate(at.Child("name"), condition.Name);
        }
    }
}
