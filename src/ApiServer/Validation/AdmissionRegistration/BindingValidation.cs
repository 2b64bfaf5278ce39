using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>What the bindings of validating and mutating policies have in common.</summary>
internal static class BindingValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges which policy is bound, with which parameters, and for what.</summary>
    public static void Validate(string policyName, ParamRef? parameters, MatchResources? match, FieldErrors errors)
    {
        if (policyName.Length == 0) errors.Required(Spec.Child("policyName"));
        else errors.Invalid(Spec.Child("policyName"), policyName, Names.CheckDns1123Subdomain(policyName));
        if (parameters is not null) Validate(parameters, Spec.Child("paramRef"), errors);
        MatchResourcesValidation.Validate(match, Spec.Child("matchResources"), errors);
    }

    /// <summary>Judges what a failed check leads to.</summary>
    public static void ValidateActions(KubeList<string> actions, FieldErrors errors)
    {
        var path = Spec.Child("validationActions");
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            errors.OneOf(path.Index(i), actions[i], "Audit", "Deny", "Warn");
            if (!seen.Add(actions[i])) errors.Duplicate(path.Index(i), actions[i]);
        }

        if (seen.Contains("Deny") && seen.Contains("Warn"))
        {
            errors.Invalid(
                path, actions,
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }

        if (seen.Count == 0) errors.Required(path, "at least one validation action is required");
    }

    private static void Validate(ParamRef parameters, FieldPath path, FieldErrors errors)
    {
        const string Exclusive = "name and selector are mutually exclusive";
        var (named, selected) = (parameters.Name.Length > 0, parameters.Selector is not null);
        if (named) errors.Invalid(path.Child("name"), parameters.Name, NameRules.PathSegment(parameters.Name, prefix: false));
        if (named && selected) errors.Forbidden(path.Child("name"), Exclusive);
        LabelSelectorValidation.Validate(parameters.Selector, path.Child("selector"), errors);
        if (named && selected) errors.Forbidden(path.Child("selector"), Exclusive);
        if (!named && !selected) errors.Required(path, "one of name or selector must be specified");

        if (string.IsNullOrEmpty(parameters.ParameterNotFoundAction)) errors.Required(path.Child("parameterNotFoundAction"));
        else errors.OneOf(path.Child("parameterNotFoundAction"), parameters.ParameterNotFoundAction, "Deny", "Allow");
    }
}
