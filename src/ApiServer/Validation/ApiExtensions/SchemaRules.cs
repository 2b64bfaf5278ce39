using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>
/// What of OpenAPI a custom resource's schema may use, field by field (upstream's ValidateCustomResourceDefinitionOpenAPISchema).
/// CEL rules are judged without being compiled.
/// </summary>
internal static class SchemaRules
{
    /// <summary>Judges a whole schema.</summary>
    public static void Validate(JSONSchemaProps schema, FieldPath path, FieldErrors errors) => Validate(schema, new Place(IsRoot: true, InMetadata: false, NoDefaults: null), path, errors);

    private static void Validate(JSONSchemaProps schema, Place place, FieldPath path, FieldErrors errors)
    {
        // 1. words that are not supported here
        Supported(schema, place, path, errors);
        if (schema.UniqueItems) errors.Forbidden(path.Child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");

        // 2. the parts
        Parts(schema, place, path, errors);

        // 3. extensions
        if (schema.XKubernetesPreserveUnknownFields == false)
        {
            errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined");
        }

        MapType(schema, path, errors);
        ListType(schema, path, errors);
        MapKeys(schema, path, errors);
        Rules(schema.XKubernetesValidations, path.Child("x-kubernetes-validations"), errors);
    }

    private static void Supported(JSONSchemaProps schema, Place place, FieldPath path, FieldErrors errors)
    {
        if (schema.Type.Length > 0) errors.OneOf(path.Child("type"), schema.Type, "array", "boolean", "integer", "number", "object", "string");
        if (schema.Default is not null && place.NoDefaults is { } reason) errors.Forbidden(path.Child("default"), $"must not be set {reason}");
        Forbid(schema.Id.Length > 0, "id");
        Forbid(schema.AdditionalItems is not null, "additionalItems");
        Forbid(schema.PatternProperties.Count > 0, "patternProperties");
        Forbid(schema.Definitions.Count > 0, "definitions");
        Forbid(!schema.Dependencies.IsNil, "dependencies");
        Forbid(schema.Ref is not null, "$ref");
        if (schema.Type == "null") errors.Forbidden(path.Child("type"), "type cannot be set to null, use nullable as an alternative");
        if (schema.Items?.JSONSchemas is { Count: > 0 }) errors.Forbidden(path.Child("items"), "items must be a schema object and not an array");
        if (place.InMetadata && schema.XKubernetesEmbeddedResource)
        {
            errors.Forbidden(path.Child("x-kubernetes-embedded-resource"), "must not be used inside of resource meta");
        }

        void Forbid(bool set, string word)
        {
            if (set) errors.Forbidden(path.Child(word), $"{word} is not supported");
        }
    }

    private static void Parts(JSONSchemaProps schema, Place place, FieldPath path, FieldErrors errors)
    {
        var inner = place with { IsRoot = false };
        if (schema.AdditionalProperties is { } values)
        {
            if (schema.Properties.Count > 0 && (!values.Allows || values.Schema is not null))
            {
                errors.Forbidden(path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive");
            }

            var within = place.InMetadata ? inner with { NoDefaults = "inside additionalProperties applying to object metadata" } : inner;
            if (values.Schema is { } value) Validate(value, within, path.Child("additionalProperties"), errors);
        }

        foreach (var (name, property) in schema.Properties)
        {
            var within = inner;
            if ((place.IsRoot || schema.XKubernetesEmbeddedResource) && name is "metadata" or "kind" or "apiVersion")
            {
                within = inner with { InMetadata = true, NoDefaults = place.IsRoot ? $"in top-level {name}" : inner.NoDefaults };
            }

            Validate(property, within, path.Child("properties").Key(name), errors);
        }

        foreach (var (name, part) in schema.PatternProperties) Validate(part, inner, path.Child("patternProperties").Key(name), errors);
        if (schema.AdditionalItems?.Schema is { } additional) Validate(additional, inner, path.Child("additionalItems"), errors);
        if (schema.Not is { } not) Validate(not, inner, path.Child("not"), errors);
        Each(schema.AllOf, "allOf");
        Each(schema.OneOf, "oneOf");
        Each(schema.AnyOf, "anyOf");
        foreach (var (name, part) in schema.Definitions) Validate(part, inner, path.Child("definitions").Key(name), errors);
        if (schema.Items?.Schema is { } item) Validate(item, inner, path.Child("items"), errors);
        if (schema.Items?.JSONSchemas is { } items) Each(items, "items");
        foreach (var (name, part) in schema.Dependencies)
        {
            if (part.Schema is { } dependent) Validate(dependent, inner, path.Child("dependencies").Key(name), errors);
        }

        void Each(KubeList<JSONSchemaProps> schemas, string word)
        {
            for (var i = 0; i < schemas.Count; i++) Validate(schemas[i], inner, path.Child(word).Index(i), errors);
        }
    }

    private static void MapType(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        if (schema.XKubernetesMapType is not { } mapType) return;
        if (schema.Type != "object") StructuralSchema.RequiredOrInvalid(schema.Type, path.Child("type"), "must be object if x-kubernetes-map-type is specified", errors);
        errors.OneOf(path.Child("x-kubernetes-map-type"), mapType, "atomic", "granular");
    }

    private static void ListType(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        var (listType, items) = (path.Child("x-kubernetes-list-type"), path.Child("items"));
        if (schema.XKubernetesListType is not { } kind)
        {
            if (schema.XKubernetesListMapKeys.Count > 0) errors.Required(listType, "must be map if x-kubernetes-list-map-keys is non-empty");
            return;
        }

        if (schema.Type != "array") StructuralSchema.RequiredOrInvalid(schema.Type, path.Child("type"), "must be array if x-kubernetes-list-type is specified", errors);
        else if (kind == "set" && schema.Items?.Schema is { } item) SetItem(item, items, errors);
        errors.OneOf(listType, kind, "atomic", "set", "map");
        if (schema.XKubernetesListMapKeys.Count > 0 && kind != "map") errors.Invalid(listType, kind, "must be map if x-kubernetes-list-map-keys is non-empty");
    }

    private static void SetItem(JSONSchemaProps item, FieldPath path, FieldErrors errors)
    {
        const string Atomic = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (item.Type == "array" && item.XKubernetesListType is not (null or "atomic")) errors.Invalid(path.Child("x-kubernetes-list-type"), item.XKubernetesListType, Atomic);
        if (item.Type == "object" && item.XKubernetesMapType != "atomic") errors.Invalid(path.Child("x-kubernetes-map-type"), item.XKubernetesMapType, Atomic);
    }

    private static void MapKeys(JSONSchemaProps schema, FieldPath path, FieldErrors errors)
    {
        if (schema.XKubernetesListType is not ("map" or "set")) return;
        var (keys, items) = (path.Child("x-kubernetes-list-map-keys"), path.Child("items"));
        var isMap = schema.XKubernetesListType == "map";
        if (isMap && schema.XKubernetesListMapKeys.Count == 0) errors.Required(keys, "must not be empty if x-kubernetes-list-type is map");
        if (isMap && schema.Items is null) errors.Required(items, "must have a schema if x-kubernetes-list-type is map");
        if (schema.Items?.Schema is not { } item) return;

        if (isMap && item.Type != "object") errors.Invalid(items.Child("type"), item.Type, "must be object if parent array's x-kubernetes-list-type is map");
        else if (isMap) KeysAreScalars(schema.XKubernetesListMapKeys, item, keys, items, errors);

        if (item.Nullable) errors.Forbidden(items.Child("nullable"), $"cannot be nullable when x-kubernetes-list-type is {schema.XKubernetesListType}");
        if (isMap) KeysAreSet(schema.XKubernetesListMapKeys, item, items, errors);
    }

    private static void KeysAreScalars(KubeList<string> names, JSONSchemaProps item, FieldPath keys, FieldPath items, FieldErrors errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!item.Properties.TryGetValue(name, out var property)) errors.Invalid(keys, names, "entries must all be names of item properties");
            else if (property.Type is "array" or "object")
            {
                errors.Invalid(
                    items.Child("properties").Key(name).Child("type"), item.Type, "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }

            if (!seen.Add(name)) errors.Invalid(keys, names, "must not contain duplicate entries");
        }
    }

    private static void KeysAreSet(KubeList<string> names, JSONSchemaProps item, FieldPath items, FieldErrors errors)
    {
        const string Key = "this property is in x-kubernetes-list-map-keys, so it ";
        foreach (var name in names)
        {
            if (!item.Properties.TryGetValue(name, out var property)) continue;
            var at = items.Child("properties").Key(name);
            if (property.Default is null && !item.Required.Contains(name)) errors.Required(at.Child("default"), Key + "must have a default or be a required property");
            if (property.Nullable) errors.Forbidden(at.Child("nullable"), Key + "cannot be nullable");
        }
    }

    private static void Rules(KubeList<ValidationRule> rules, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = (rules[i], path.Index(i));
            var (text, message) = (rule.Rule.Trim(), rule.Message.Trim());
            if (text.Length == 0) errors.Required(at.Child("rule"), "rule is not specified");
            else if (rule.Message.Length > 0 && message.Length == 0) errors.Invalid(at.Child("message"), rule.Message, "message must be non-empty if specified");
            else if (HasLineBreak(message)) errors.Invalid(at.Child("message"), rule.Message, "message must not contain line breaks");
            else if (HasLineBreak(text) && message.Length == 0) errors.Required(at.Child("message"), "message must be specified if rule contains line breaks");

            if (rule.MessageExpression.Length > 0 && string.IsNullOrWhiteSpace(rule.MessageExpression))
            {
                errors.Required(at.Child("messageExpression"), "messageExpression must be non-empty if specified");
            }

            if (rule.Reason is { } reason)
            {
                errors.OneOf(at.Child("reason"), reason, "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
            }

            if (rule.FieldPath.Length > 0 && string.IsNullOrWhiteSpace(rule.FieldPath))
            {
                errors.Invalid(at.Child("fieldPath"), rule.FieldPath, "fieldPath must be non-empty if specified");
            }

            if (HasLineBreak(rule.FieldPath)) errors.Invalid(at.Child("fieldPath"), rule.FieldPath, "fieldPath must not contain line breaks");
        }
    }

    private static bool HasLineBreak(string text) => text.AsSpan().ContainsAny('\n', '\r');

    /// <summary>Where a part of the schema stands, as far as it matters.</summary>
    /// <param name="IsRoot">It is the whole schema.</param>
    /// <param name="InMetadata">It is part of an object's own metadata, kind or apiVersion.</param>
    /// <param name="NoDefaults">Why no default may be set here, or null when it may.</param>
    private sealed record Place(bool IsRoot, bool InMetadata, string? NoDefaults);
}
