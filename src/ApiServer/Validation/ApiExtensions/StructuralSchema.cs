using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>
/// Whether a schema is structural: it names the type of every field, and what stands under anyOf, allOf, oneOf and not
/// only narrows values. Pruning, defaults and server-side apply rely on it.
/// </summary>
internal static class StructuralSchema
{
    /// <summary>What keeps a schema from being read as a structural one at all, or null (upstream's NewStructural).</summary>
    public static string? Unsupported(JSONSchemaProps schema)
    {
        var word = schema switch
        {
            { Id.Length: > 0 } => "id",
            { Schema.Length: > 0 } => "schema",
            { Ref.Length: > 0 } => "$ref",
            { UniqueItems: true } => "uniqueItems",
            { PatternProperties.Count: > 0 } => "patternProperties",
            { Dependencies.Count: > 0 } => "dependencies",
            { AdditionalItems: not null } => "additionalItems",
            { Definitions.Count: > 0 } => "definitions",
            _ => null,
        };
        if (word is "id" or "schema" or "$ref") return $"OpenAPIV3Schema '{word}' is not supported";
        if (schema.Items?.JSONSchemas is { Count: > 0 }) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
        if (word is not null) return $"OpenAPIV3Schema '{word}' is not supported";
        return Parts(schema).Select(Unsupported).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>What is not structural about a schema, sorted by text.</summary>
    public static void Validate(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        FieldErrors found = new();
        Invariants(schema, SchemaLevel.Root, path, found);
        Complete(schema, schema, path, path, found);
        errors.AddSorted(found);
    }

    private static IEnumerable<JSONSchemaProps> Parts(JSONSchemaProps schema)
    {
        if (schema.Items?.Schema is { } items) yield return items;
        if (schema.AdditionalProperties?.Schema is { } values) yield return values;
        if (schema.Not is { } not) yield return not;
        foreach (var part in schema.Properties.Select(p => p.Value).Concat(schema.AllOf).Concat(schema.AnyOf).Concat(schema.OneOf)) yield return part;
    }

    private static void Invariants(JSONSchemaProps schema, SchemaLevel level, FieldPath path, FieldErrors errors)
    {
        // 1. the parts
        if (schema.Type == "array" && schema.Items?.Schema is null) errors.Required(path.Child("items"), "must be specified");
        if (schema.Items?.Schema is { } items) Invariants(items, SchemaLevel.Item, path.Child("items"), errors);
        foreach (var (name, property) in schema.Properties) Invariants(property, SchemaLevel.Field, path.Child("properties").Key(name), errors);
        if (schema.AdditionalProperties is { } values)
        {
            if (level == SchemaLevel.Root) errors.Forbidden(path.Child("additionalProperties"), "must not be used at the root");
            if (values.Schema is { } value) Invariants(value, SchemaLevel.Field, path.Child("additionalProperties"), errors);
        }

        // 2. extensions, and what narrows values
        Extensions(schema, path, errors);
        Narrowing(schema, IsIntOrString(schema.AnyOf), schema.AllOf.Count > 0 && IsIntOrString(schema.AllOf[0].AnyOf), path, errors);

        // 3. the type
        Type(schema, level, path, errors);

        // 4. whole objects
        if (schema.XKubernetesEmbeddedResource && schema.AdditionalProperties is not null)
        {
            errors.Forbidden(path.Child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set");
        }

        Metadata(schema, level, path, errors);
        if (schema.XKubernetesEmbeddedResource && schema.XKubernetesPreserveUnknownFields != true && schema.Properties.Count == 0)
        {
            errors.Required(
                path.Child("properties"), "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }
    }

    private static void Type(JSONSchemaProps schema, SchemaLevel level, FieldPath path, FieldErrors errors)
    {
        var type = path.Child("type");
        if (schema.XKubernetesEmbeddedResource && schema.Type != "object")
        {
            RequiredOrInvalid(schema.Type, type, "must be object if x-kubernetes-embedded-resource is true", errors);
        }
        else if (schema.Type.Length == 0 && !schema.XKubernetesIntOrString && schema.XKubernetesPreserveUnknownFields != true)
        {
            errors.Required(type, level switch
            {
                SchemaLevel.Root => "must not be empty at the root",
                SchemaLevel.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            });
        }

        if (level == SchemaLevel.Root && schema.Type is not ("" or "object")) errors.Invalid(type, schema.Type, "must be object at the root");
    }

    /// <summary>A type that is missing or wrong.</summary>
    public static void RequiredOrInvalid(string type, FieldPath path, string detail, FieldErrors errors)
    {
        if (type.Length == 0) errors.Required(path, detail);
        else errors.Invalid(path, type, detail);
    }

    private static void Metadata(JSONSchemaProps schema, SchemaLevel level, FieldPath path, FieldErrors errors)
    {
        var whole = level == SchemaLevel.Root || schema.XKubernetesEmbeddedResource;
        var properties = path.Child("properties");
        if (whole)
        {
            MustBeString("kind");
            MustBeString("apiVersion");
        }

        if (!schema.Properties.TryGetValue("metadata", out var metadata)) return;
        if (whole && metadata.Type != "object") errors.Invalid(properties.Key("metadata").Child("type"), metadata.Type, "must be object");
        if (level != SchemaLevel.Root || OnlyNames(metadata)) return;
        errors.Forbidden(properties.Key("metadata"), "must not specify anything other than name and generateName, but metadata is implicitly specified");

        void MustBeString(string name)
        {
            if (schema.Properties.TryGetValue(name, out var field) && field.Type != "string")
            {
                errors.Invalid(properties.Key(name).Child("type"), field.Type, "must be string");
            }
        }
    }

    private static bool OnlyNames(JSONSchemaProps metadata)
    {
        var rest = metadata.Clone();
        rest.Type = "";
        rest.Default = null;
        rest.Example = null;
        rest.ExternalDocs = null;
        if (rest.Properties.All(p => p.Key is "name" or "generateName")) rest.Properties = [];
        return rest.DeepEquals(new JSONSchemaProps());
    }

    private static void Extensions(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        const string Exclusive = "must be false if x-kubernetes-int-or-string is true";
        if (!schema.XKubernetesIntOrString) return;
        if (schema.XKubernetesPreserveUnknownFields == true) errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), true, Exclusive);
        if (schema.XKubernetesEmbeddedResource) errors.Invalid(path.Child("x-kubernetes-embedded-resource"), true, Exclusive);
    }

    // What stands under a junctor: nothing but rules for values. The two ways to write "integer or string" may name types.
    private static void Narrowing(JSONSchemaProps schema, bool freeAnyOf, bool freeFirstAllOf, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < schema.AnyOf.Count && !freeAnyOf; i++) Nested(schema.AnyOf[i], false, path.Child("anyOf").Index(i), errors);
        for (var i = 0; i < schema.AllOf.Count; i++) Nested(schema.AllOf[i], freeFirstAllOf && i == 0, path.Child("allOf").Index(i), errors);
        for (var i = 0; i < schema.OneOf.Count; i++) Nested(schema.OneOf[i], false, path.Child("oneOf").Index(i), errors);
        if (schema.Not is { } not) Nested(not, false, path.Child("not"), errors);
    }

    private static void Nested(JSONSchemaProps schema, bool freeAnyOf, FieldPath path, FieldErrors errors)
    {
        const string Suffix = "to be structural";
        Narrowing(schema, freeAnyOf, false, path, errors);
        if (schema.Items?.Schema is { } items) Nested(items, false, path.Child("items"), errors);
        foreach (var (name, property) in schema.Properties) Nested(property, false, path.Child("properties").Key(name), errors);

        Forbid(schema.Type.Length > 0, "type", "empty");
        Forbid(schema.AdditionalProperties is not null, "additionalProperties", "undefined");
        Forbid(schema.Default is not null, "default", "undefined");
        Forbid(schema.Title.Length > 0, "title", "empty");
        Forbid(schema.Description.Length > 0, "description", "empty");
        Forbid(schema.Nullable, "nullable", "false");
        Forbid(schema.ExternalDocs is not null, "externalDocs", "undefined");
        Forbid(schema.XKubernetesPreserveUnknownFields == true, "x-kubernetes-preserve-unknown-fields", "false");
        Forbid(schema.XKubernetesEmbeddedResource, "x-kubernetes-embedded-resource", "false");
        Forbid(schema.XKubernetesIntOrString, "x-kubernetes-int-or-string", "false");
        Forbid(schema.XKubernetesListMapKeys.Count > 0, "x-kubernetes-list-map-keys", "empty");
        Forbid(schema.XKubernetesListType is not null, "x-kubernetes-list-type", "undefined");
        Forbid(schema.XKubernetesMapType is not null, "x-kubernetes-map-type", "undefined");
        Forbid(schema.XKubernetesValidations.Count > 0, "x-kubernetes-validations", "empty");
        if (schema.Properties.ContainsKey("metadata")) errors.Forbidden(path.Child("properties").Key("metadata"), "must not be specified in a nested context");

        void Forbid(bool set, string field, string what)
        {
            if (set) errors.Forbidden(path.Child(field), $"must be {what} {Suffix}");
        }
    }

    // Every field that is narrowed is also specified.
    private static void Complete(JSONSchemaProps narrowing, JSONSchemaProps schema, FieldPath at, FieldPath from, FieldErrors errors)
    {
        if (narrowing.Not is { } not) Part(not, schema, at, from.Child("not"), errors);
        for (var i = 0; i < narrowing.AllOf.Count; i++) Part(narrowing.AllOf[i], schema, at, from.Child("allOf").Index(i), errors);
        for (var i = 0; i < narrowing.AnyOf.Count; i++) Part(narrowing.AnyOf[i], schema, at, from.Child("anyOf").Index(i), errors);
        for (var i = 0; i < narrowing.OneOf.Count; i++) Part(narrowing.OneOf[i], schema, at, from.Child("oneOf").Index(i), errors);
    }

    private static void Part(JSONSchemaProps narrowing, JSONSchemaProps? schema, FieldPath at, FieldPath from, FieldErrors errors)
    {
        if (schema is null)
        {
            errors.Required(at, $"because it is defined in {from}");
            return;
        }

        Complete(narrowing, schema, at, from, errors);
        if (narrowing.Items?.Schema is { } items) Part(items, schema.Items?.Schema, at.Child("items"), from.Child("items"), errors);
        foreach (var (name, property) in narrowing.Properties)
        {
            Part(property, schema.Properties.GetValueOrDefault(name), at.Child("properties").Key(name), from.Child("properties").Key(name), errors);
        }
    }

    private static bool IsIntOrString(KubeList<JSONSchemaProps> anyOf) =>
        anyOf.Count == 2 && anyOf[0].DeepEquals(new JSONSchemaProps { Type = "integer" }) && anyOf[1].DeepEquals(new JSONSchemaProps { Type = "string" });
}
