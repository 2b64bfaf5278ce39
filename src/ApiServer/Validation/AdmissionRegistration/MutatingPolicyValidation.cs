using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>MutatingAdmissionPolicies and what their bindings have beyond those of validating ones.</summary>
internal static class MutatingPolicyValidation
{
    private const string Apply = "ApplyConfiguration";
    private const string Patch = "JSONPatch";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a policy.</summary>
    public static void Validate(MutatingAdmissionPolicy policy, MutatingAdmissionPolicy? old, FieldErrors errors)
    {
        var spec = policy.Spec;
        PolicyValidation.ValidateScope(spec.FailurePolicy, spec.ParamKind, spec.MatchConstraints, errors);
        ValidateOperations(spec.MatchConstraints, Spec.Child("matchConstraints"), errors);
        if (old is null || !PolicyValidation.SameConditions(spec.ParamKind, old.Spec.ParamKind, spec.MatchConditions, old.Spec.MatchConditions))
        {
            MatchConditionValidation.Validate(spec.MatchConditions, Spec.Child("matchConditions"), errors);
        }

        PolicyValidation.Validate(spec.Variables, errors);
        if (spec.Mutations.Count == 0) errors.Required(Spec.Child("mutations"), "mutations must contain at least one item");
        for (var i = 0; i < spec.Mutations.Count; i++) Validate(spec.Mutations[i], Spec.Child("mutations").Index(i), errors);

        if (spec.ReinvocationPolicy.Length == 0) errors.Required(Spec.Child("reinvocationPolicy"));
        else errors.OneOf(Spec.Child("reinvocationPolicy"), spec.ReinvocationPolicy, "IfNeeded", "Never");
    }

    /// <summary>What is deleted cannot be changed on the way.</summary>
    public static void ValidateOperations(MatchResources? match, FieldPath path, FieldErrors errors)
    {
        if (match is null) return;
        foreach (var operation in match.ResourceRules.SelectMany(r => r.Operations))
        {
            errors.OneOf(path.Child("resourceRules").Child("operations"), operation, "*", "CONNECT", "CREATE", "UPDATE");
        }
    }

    private static void Validate(Mutation mutation, FieldPath path, FieldErrors errors)
    {
        switch (mutation.PatchType)
        {
            case "":
                errors.Required(path.Child("patchType"));
                break;
            case Apply:
                if (mutation.JsonPatch is not null) errors.Invalid(path.Child("jsonPatch"), "{jsonPatch}", $"must not be specified when patchType is {Apply}");
                ValidateExpression(mutation.ApplyConfiguration?.Expression, Apply, path.Child("applyConfiguration"), errors);
                break;
            case Patch:
                if (mutation.ApplyConfiguration is not null)
                {
                    errors.Invalid(path.Child("applyConfiguration"), "{applyConfiguration}", $"must not be specified when patchType is {Patch}");
                }

                ValidateExpression(mutation.JsonPatch?.Expression, Patch, path.Child("jsonPatch"), errors);
                break;
            default:
                errors.NotSupported(path.Child("patchType"), mutation.PatchType, Apply, Patch);
                break;
        }
    }

    private static void ValidateExpression(string? expression, string patchType, FieldPath path, FieldErrors errors)
    {
        if (expression is null) errors.Required(path, $"must be specified when patchType is {patchType}");
        else if (string.IsNullOrWhiteSpace(expression)) errors.Required(path.Child("expression"));
    }
}
