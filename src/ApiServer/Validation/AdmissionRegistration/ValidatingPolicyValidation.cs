using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>ValidatingAdmissionPolicies.</summary>
internal static class ValidatingPolicyValidation
{
    private const int MaxAuditAnnotations = 20;
    private const int MaxValueExpressionLength = 5 * 1024;
    private const string OneIsNeeded = "validations or auditAnnotations must contain at least one item";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a policy.</summary>
    public static void Validate(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicy? old, FieldErrors errors)
    {
        var spec = policy.Spec;
        PolicyValidation.ValidateScope(spec.FailurePolicy, spec.ParamKind, spec.MatchConstraints, errors);
        if (old is null || !PolicyValidation.SameConditions(spec.ParamKind, old.Spec.ParamKind, spec.MatchConditions, old.Spec.MatchConditions))
        {
            MatchConditionValidation.Validate(spec.MatchConditions, Spec.Child("matchConditions"), errors);
        }

        PolicyValidation.Validate(spec.Variables, errors);

        if (spec.Validations.Count == 0 && spec.AuditAnnotations.Count == 0)
        {
            errors.Required(Spec.Child("validations"), OneIsNeeded);
            errors.Required(Spec.Child("auditAnnotations"), OneIsNeeded);
            return;
        }

        for (var i = 0; i < spec.Validations.Count; i++) Validate(spec.Validations[i], Spec.Child("validations").Index(i), errors);
        Validate(policy.Metadata.Name, spec.AuditAnnotations, Spec.Child("auditAnnotations"), errors);
    }

    /// <summary>Judges what the type check is said to have found.</summary>
    public static void ValidateStatus(ValidatingAdmissionPolicyStatus status, FieldErrors errors)
    {
        var path = FieldPath.Of("status").Child("typeChecking").Child("expressionWarnings");
        for (var i = 0; i < status.TypeChecking?.ExpressionWarnings.Count; i++)
        {
            var warning = status.TypeChecking.ExpressionWarnings[i];
            if (warning.Warning.Length == 0) errors.Required(path.Index(i).Child("warning"));
            if (string.IsNullOrWhiteSpace(warning.FieldRef)) errors.Required(path.Index(i).Child("fieldRef"));
        }
    }

    private static void Validate(Kybernet.Api.Admissionregistration.V1.Validation check, FieldPath path, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(check.Expression)) errors.Required(path.Child("expression"), "expression is not specified");
        if (check.MessageExpression.Length > 0 && string.IsNullOrWhiteSpace(check.MessageExpression))
        {
            errors.Invalid(path.Child("messageExpression"), check.MessageExpression, "must be non-empty if specified");
        }

        var message = check.Message.Trim();
        if (check.Message.Length > 0 && message.Length == 0) errors.Invalid(path.Child("message"), check.Message, "message must be non-empty if specified");
        else if (message.AsSpan().ContainsAny('\n', '\r')) errors.Invalid(path.Child("message"), check.Message, "message must not contain line breaks");

        if (check.Reason is { } reason) errors.OneOf(path.Child("reason"), reason, "Forbidden", "Invalid", "RequestEntityTooLarge");
    }

    private static void Validate(string policy, KubeList<AuditAnnotation> annotations, FieldPath path, FieldErrors errors)
    {
        if (annotations.Count > MaxAuditAnnotations)
        {
            errors.Invalid(path, GoValue.List(annotations), $"must not have more than {MaxAuditAnnotations} auditAnnotations");
        }

        HashSet<string> keys = new(StringComparer.Ordinal);
        for (var i = 0; i < annotations.Count; i++)
        {
            var (annotation, at) = (annotations[i], path.Index(i));
            var key = $"{policy}/{annotation.Key}";
            if (policy.Length == 0) errors.Invalid(at.Child("key"), annotation.Key, "requires metadata.name be non-empty");
            else errors.Invalid(at.Child("key"), key, Names.CheckQualifiedName(key));

            var length = System.Text.Encoding.UTF8.GetByteCount(annotation.ValueExpression.Trim());
            if (length == 0) errors.Required(at.Child("valueExpression"), "valueExpression is not specified");
            else if (length > MaxValueExpressionLength) errors.Required(at.Child("valueExpression"), $"must not exceed {MaxValueExpressionLength} bytes in length");

            if (!keys.Add(annotation.Key)) errors.Duplicate(at.Child("key"), annotation.Key);
        }
    }
}
