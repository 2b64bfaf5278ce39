using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>The fields of custom resources by which lists can be narrowed.</summary>
internal static class SelectableFieldValidation
{
    private const int Max = 8;

    /// <summary>Judges the fields against the schema in which they have to be.</summary>
    public static void Validate(KubeList<SelectableField> fields, JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            var (text, at) = (fields[i].JsonPath, path.Index(i).Child("jsonPath"));
            if (text.Length == 0) errors.Required(at);
            else if (Find(text, schema, out var found) is { } fault) errors.Invalid(at, text, $"is an invalid path: {fault}");
            else Validate(text, found, seen, at, errors);
        }

        if (fields.Count > Max) errors.TooMany(path, fields.Count, Max);
    }

    private static void Validate(string text, JSONSchemaProps found, HashSet<string> seen, FieldPath path, FieldErrors errors)
    {
        if (text == ".metadata" || text.StartsWith(".metadata.", StringComparison.Ordinal)) errors.Invalid(path, text, "must not point to fields in metadata");
        if (found.Type is not ("string" or "boolean" or "integer"))
        {
            errors.Invalid(path, text, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
        }

        if (!seen.Add(text)) errors.Duplicate(path, text);
    }

    // Steps like .spec.color; no step into lists.
    private static string? Find(string text, JSONSchemaProps schema, out JSONSchemaProps found)
    {
        found = schema;
        if (text[0] is not ('.' or '['))
        {
            var end = text.IndexOfAny(['.', '[']);
            return $"expected [ or . but got: {(end < 0 ? text : text[..end])}";
        }

        foreach (var name in text[1..].Split('.'))
        {
            if (!found.Properties.TryGetValue(name, out var next)) return "does not refer to a valid field";
            found = next;
        }

        return null;
    }
}
