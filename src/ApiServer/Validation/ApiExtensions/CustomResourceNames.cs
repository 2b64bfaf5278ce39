using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>The names of a custom kind, as wanted and as accepted.</summary>
internal static class CustomResourceNames
{
    /// <summary>Judges the names that a definition asks for: these four have to be there.</summary>
    public static void ValidateWanted(CustomResourceDefinitionNames names, FieldPath path, FieldErrors errors)
    {
        if (names.Plural.Length == 0) errors.Required(path.Child("plural"));
        if (names.Singular.Length == 0) errors.Required(path.Child("singular"));
        if (names.Kind.Length == 0) errors.Required(path.Child("kind"));
        if (names.ListKind.Length == 0) errors.Required(path.Child("listKind"));
        Validate(names, path, errors);
    }

    /// <summary>Judges the names that are there.</summary>
    public static void Validate(CustomResourceDefinitionNames names, FieldPath path, FieldErrors errors)
    {
        if (names.Plural.Length > 0) Label(names.Plural, path.Child("plural"), errors);
        if (names.Singular.Length > 0) Label(names.Singular, path.Child("singular"), errors);
        MixedCase(names.Kind, path.Child("kind"), errors);
        MixedCase(names.ListKind, path.Child("listKind"), errors);
        for (var i = 0; i < names.ShortNames.Count; i++) Label(names.ShortNames[i], path.Child("shortNames").Index(i), errors);
        if (names.Kind.Length > 0 && names.Kind == names.ListKind)
        {
            errors.Invalid(path.Child("listKind"), names.ListKind, "kind and listKind may not be the same");
        }

        for (var i = 0; i < names.Categories.Count; i++) Label(names.Categories[i], path.Child("categories").Index(i), errors);
    }

    /// <summary>Judges one lower-case name.</summary>
    public static void Label(string name, FieldPath path, FieldErrors errors)
    {
        if (Names.CheckDns1035Label(name) is { Count: > 0 } wrong) errors.Invalid(path, name, string.Join(",", wrong));
    }

    private static void MixedCase(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length > 0 && Names.CheckDns1035Label(name.ToLowerInvariant()) is { Count: > 0 } wrong)
        {
            errors.Invalid(path, name, "may have mixed case, but should otherwise match: " + string.Join(",", wrong));
        }
    }
}
