using Kybernet.Api.Apiextensions.V1;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>The schema of a custom kind, from the root.</summary>
internal static class SchemaValidation
{
    // Only these leave a schema of the status behind when the status is judged alone. All others are forbidden at the root then.
    private static readonly string[] BesideStatus =
    [
        "Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern",
        "MaxItems", "MinItems", "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields",
        "XValidations",
    ];

    /// <summary>Judges a schema; an absent one is judged elsewhere.</summary>
    public static void Validate(CustomResourceValidation? validation, bool hasStatus, FieldPath path, FieldErrors errors)
    {
        if (validation?.OpenAPIV3Schema is not { } schema) return;
        var at = path.Child("openAPIV3Schema");
        var before = errors.Count;
        if (hasStatus) ValidateBesideStatus(schema, at, errors);
        if (schema.Nullable) errors.Forbidden(at.Child("nullable"), "nullable cannot be true at the root");

        var unsupported = StructuralSchema.Unsupported(schema);
        if (unsupported is null) StructuralSchema.Validate(schema, at, errors);
        SchemaRules.Validate(schema, at, errors);
        // Most of what is unsupported is told better by the rules.
        if (unsupported is not null && errors.Count == before) errors.Invalid(at, "", unsupported);
    }

    private static void ValidateBesideStatus(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        foreach (var (name, value) in InternalForm.Of(schema).AsObject())
        {
            if (IsZero(value)) continue;
            if (name == "Type")
            {
                if (schema.Type == "object") continue;
                errors.Invalid(path.Child("type"), schema.Type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
                return;
            }

            if (BesideStatus.Contains(name)) continue;
            errors.Invalid(path, schema, $"only [{string.Join(' ', BesideStatus)}] fields are allowed at the root of the schema if the status subresource is enabled");
            return;
        }
    }

    private static bool IsZero(JsonValue value) => value.IsNull || value.StringOrNull == "" || value.BooleanOrNull == false;
}
