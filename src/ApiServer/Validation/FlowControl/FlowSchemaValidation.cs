using Kybernet.Api;
using Kybernet.Api.Flowcontrol.V1;

namespace Kybernet.ApiServer.Validation.FlowControl;

/// <summary>FlowSchemas (upstream's ValidateFlowSchema), their metadata aside.</summary>
internal static class FlowSchemaValidation
{
    private const int HighestPrecedence = 10_000;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a schema.</summary>
    public static void Validate(FlowSchema schema, FieldErrors errors)
    {
        var (name, spec) = (schema.Metadata.Name, schema.Spec);
        Precedence(name, spec.MatchingPrecedence, Spec.Child("matchingPrecedence"), errors);
        if (spec.DistinguisherMethod is { Type: not ("ByNamespace" or "ByUser") } method)
        {
            errors.NotSupported(Spec.Child("distinguisherMethod").Child("type"), method, "ByNamespace", "ByUser");
        }

        var level = Spec.Child("priorityLevelConfiguration").Child("name");
        if (spec.PriorityLevelConfiguration.Name.Length == 0) errors.Required(level, "must reference a priority level");
        else errors.Invalid(level, spec.PriorityLevelConfiguration.Name, NameRules.Subdomain(spec.PriorityLevelConfiguration.Name, prefix: false));
        for (var i = 0; i < spec.Rules.Count; i++) ValidateRules(spec.Rules[i], Spec.Child("rules").Index(i), errors);

        if (MandatoryObjects.Schema(name) is { } mandatory && !spec.DeepEquals(mandatory))
        {
            errors.Invalid(Spec, spec, $"spec of '{name}' must equal the fixed value");
        }

        ValidateStatus(schema.Status, errors);
    }

    /// <summary>Judges a status.</summary>
    public static void ValidateStatus(FlowSchemaStatus status, FieldErrors errors) =>
        ConditionTypes([.. status.Conditions.Select(static c => c.Type)], errors);

    /// <summary>Judges the types of a status's conditions: each is there, and once.</summary>
    public static void ConditionTypes(IReadOnlyList<string> types, FieldErrors errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < types.Count; i++)
        {
            var path = FieldPath.Of("status").Child("conditions").Index(i).Child("type");
            if (!seen.Add(types[i])) errors.Duplicate(path, types[i]);
            if (types[i].Length == 0) errors.Required(path, "must not be empty");
        }
    }

    private static void Precedence(string name, int precedence, FieldPath path, FieldErrors errors)
    {
        if (precedence <= 0) errors.Invalid(path, precedence, "must be a positive value");
        if (precedence > HighestPrecedence) errors.Invalid(path, precedence, $"must not be greater than {HighestPrecedence}");
        if (precedence == 1 && name != MandatoryObjects.Exempt)
        {
            errors.Invalid(path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void ValidateRules(PolicyRulesWithSubjects rules, FieldPath path, FieldErrors errors)
    {
        if (rules.Subjects.Count == 0) errors.Required(path.Child("subjects"), "subjects must contain at least one value");
        for (var i = 0; i < rules.Subjects.Count; i++) FlowSubjectValidation.Validate(rules.Subjects[i], path.Child("subjects").Index(i), errors);
        if (rules.ResourceRules.Count == 0 && rules.NonResourceRules.Count == 0)
        {
            errors.Required(path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        }

        for (var i = 0; i < rules.ResourceRules.Count; i++) PolicyRuleValidation.Validate(rules.ResourceRules[i], path.Child("resourceRules").Index(i), errors);
        for (var i = 0; i < rules.NonResourceRules.Count; i++) PolicyRuleValidation.Validate(rules.NonResourceRules[i], path.Child("nonResourceRules").Index(i), errors);
    }
}
