using System.Text.RegularExpressions;
using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>What validating and mutating policies have in common. Their CEL expressions are not compiled yet.</summary>
internal static partial class PolicyValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly HashSet<string> CelReserved = new(
        "true false null in as break const continue else for function if import let loop package namespace return var void while".Split(' '),
        StringComparer.Ordinal);

    /// <summary>Judges the failure policy, the parameters and what is matched.</summary>
    public static void ValidateScope(string? failurePolicy, ParamKind? paramKind, MatchResources? constraints, FieldErrors errors)
    {
        if (failurePolicy is null) errors.Required(Spec.Child("failurePolicy"));
        else errors.OneOf(Spec.Child("failurePolicy"), failurePolicy, "Fail", "Ignore");
        if (paramKind is not null) Validate(paramKind, Spec.Child("paramKind"), errors);

        var match = Spec.Child("matchConstraints");
        if (constraints is null)
        {
            errors.Required(match);
            return;
        }

        MatchResourcesValidation.Validate(constraints, match, errors);
        if (constraints.ResourceRules.Count == 0) errors.Required(match.Child("resourceRules"));
    }

    /// <summary>Judges the named expressions.</summary>
    public static void Validate(KubeList<Variable> variables, FieldErrors errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var (variable, path) = (variables[i], Spec.Child("variables").Index(i));
            if (string.IsNullOrWhiteSpace(variable.Name)) errors.Required(path.Child("name"), "name is not specified");
            else if (!IsCelIdentifier(variable.Name)) errors.Invalid(path.Child("name"), variable.Name, "name is not a valid CEL identifier");
            if (string.IsNullOrWhiteSpace(variable.Expression)) errors.Required(path.Child("expression"), "expression is not specified");
        }
    }

    /// <summary>Whether the conditions mean what they meant before, so that they need not be judged again.</summary>
    public static bool SameConditions(ParamKind? kind, ParamKind? oldKind, KubeList<MatchCondition> conditions, KubeList<MatchCondition> oldConditions) =>
        (kind is null ? oldKind is null : kind.DeepEquals(oldKind)) && conditions.ContentEquals(oldConditions);

    private static void Validate(ParamKind kind, FieldPath path, FieldErrors errors)
    {
        var version = path.Child("apiVersion");
        if (kind.ApiVersion.Length == 0) errors.Required(version);
        else ValidateGroupVersion(kind.ApiVersion, version, errors);

        if (kind.Kind.Length == 0) errors.Required(path.Child("kind"));
        else if (Names.CheckDns1035Label(kind.Kind.ToLowerInvariant()) is { Count: > 0 } wrong)
        {
            errors.Invalid(path.Child("kind"), kind.Kind, "may have mixed case, but should otherwise match: " + string.Join(",", wrong));
        }
    }

    private static void ValidateGroupVersion(string text, FieldPath path, FieldErrors errors)
    {
        var parts = text == "/" ? ["", ""] : text.Split('/');
        if (parts.Length > 2)
        {
            errors.Invalid(path, text, $"unexpected GroupVersion string: {text}");
            return;
        }

        var (group, version) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        if (group.Length > 0 && Names.CheckDns1123Subdomain(group) is { Count: > 0 } inGroup) errors.Invalid(path, group, string.Join(",", inGroup));
        if (version.Length == 0) errors.Invalid(path, text, "version must be specified");
        else if (Names.CheckDns1035Label(version) is { Count: > 0 } inVersion) errors.Invalid(path, version, string.Join(",", inVersion));
    }

    private static bool IsCelIdentifier(string name) => Identifier().IsMatch(name) && !CelReserved.Contains(name);

    [GeneratedRegex("^[_a-zA-Z][_a-zA-Z0-9]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
