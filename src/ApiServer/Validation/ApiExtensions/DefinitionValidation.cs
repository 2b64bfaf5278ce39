using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>CustomResourceDefinitions.</summary>
internal static class DefinitionValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    /// <summary>Judges a definition, without its metadata.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="old">What is stored, or null when it is new.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(CustomResourceDefinition definition, CustomResourceDefinition? old, FieldErrors errors)
    {
        ValidateSpec(definition.Spec, old?.Spec, errors);
        if (old is not null) ValidateImmutable(definition, old, errors);
        ValidateStatus(definition.Status, errors);
        ValidateStoredVersions(definition.Status.StoredVersions, definition.Spec.Versions, errors);
        ApiApproval.Validate(definition.Spec.Group, definition.Metadata, old?.Metadata, errors);
        if (definition.Spec.PreserveUnknownFields && old?.Spec.PreserveUnknownFields != true)
        {
            errors.Invalid(
                Spec.Child("preserveUnknownFields"), true,
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }
    }

    /// <summary>Judges what the status says.</summary>
    public static void ValidateStatus(CustomResourceDefinitionStatus status, FieldErrors errors) =>
        CustomResourceNames.Validate(status.AcceptedNames, Status.Child("acceptedNames"), errors);

    private static void ValidateSpec(CustomResourceDefinitionSpec spec, CustomResourceDefinitionSpec? old, FieldErrors errors)
    {
        // 1. the group and the scope
        var group = Spec.Child("group");
        if (spec.Group.Length == 0) errors.Required(group);
        else if (Names.CheckDns1123Subdomain(spec.Group) is { Count: > 0 } wrong) errors.Invalid(group, spec.Group, string.Join(",", wrong));
        else if (!spec.Group.Contains('.')) errors.Invalid(group, spec.Group, "should be a domain with at least one dot");

        if (spec.Scope.Length == 0) errors.Required(Spec.Child("scope"));
        else errors.OneOf(Spec.Child("scope"), spec.Scope, "Cluster", "Namespaced");

        // 2. the versions, and what they have in common
        HoistedSpec hoisted = new(spec);
        ValidateVersions(spec, hoisted, old, errors);
        CustomResourceNames.ValidateWanted(spec.Names, Spec.Child("names"), errors);
        ValidateCommon(hoisted, errors);

        // 3. the conversion
        if (spec.PreserveUnknownFields && spec.Conversion is { Strategy: not "None" })
        {
            errors.Invalid(Spec.Child("conversion").Child("strategy"), spec.Conversion.Strategy, "must be None if spec.preserveUnknownFields is true");
        }

        ConversionValidation.Validate(spec.Conversion, old?.Conversion, Spec.Child("conversion"), errors);
    }

    private static void ValidateVersions(CustomResourceDefinitionSpec spec, HoistedSpec hoisted, CustomResourceDefinitionSpec? old, FieldErrors errors)
    {
        var path = Spec.Child("versions");
        var hadSchemas = old is null || old.Versions.All(v => v.Schema?.OpenAPIV3Schema is not null);
        for (var i = 0; i < spec.Versions.Count && hadSchemas; i++)
        {
            if (spec.Versions[i].Schema?.OpenAPIV3Schema is null) errors.Required(path.Index(i).Child("schema").Child("openAPIV3Schema"));
        }

        for (var i = 0; i < hoisted.Versions.Count; i++) ValidateVersion(hoisted.Versions[i], spec.Versions[i], path.Index(i), errors);

        var all = GoValue.List(hoisted.Versions);
        var names = spec.Versions.Select(v => v.Name).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) errors.Invalid(path, all, "must contain unique version names");
        if (spec.Versions.Count(v => v.Storage) != 1) errors.Invalid(path, all, "must have exactly one version marked as storage version");
        // Internally the first version's name stands at the top too, and is judged again there.
        if (names is [{ Length: > 0 } first, ..]) CustomResourceNames.Label(first, Spec.Child("version"), errors);
    }

    private static void ValidateVersion(CustomResourceDefinitionVersion version, CustomResourceDefinitionVersion sent, FieldPath path, FieldErrors errors)
    {
        CustomResourceNames.Label(version.Name, path.Child("name"), errors);
        VersionValidation.ValidateWarning(version.Deprecated, version.DeprecationWarning, path.Child("deprecationWarning"), errors);
        SchemaValidation.Validate(version.Schema, sent.Subresources?.Status is not null, path.Child("schema"), errors);
        VersionValidation.Validate(version.Subresources, path.Child("subresources"), errors);
        VersionValidation.Validate(version.AdditionalPrinterColumns, path.Child("additionalPrinterColumns"), errors);
        ValidateSelectable(
            version.SelectableFields, version.Schema?.OpenAPIV3Schema, "may only be set when `version.schema.openAPIV3Schema` is not included", path, errors);
    }

    private static void ValidateCommon(HoistedSpec hoisted, FieldErrors errors)
    {
        var anyStatus = hoisted.Subresources?.Status is not null || hoisted.Versions.Any(v => v.Subresources?.Status is not null);
        SchemaValidation.Validate(hoisted.Schema, anyStatus, Spec.Child("validation"), errors);
        VersionValidation.Validate(hoisted.Subresources, Spec.Child("subresources"), errors);
        VersionValidation.Validate(hoisted.Columns, Spec.Child("additionalPrinterColumns"), errors);
        ValidateSelectable(hoisted.SelectableFields, hoisted.Schema?.OpenAPIV3Schema, "may only be set when validations.schema is included", Spec, errors);
    }

    private static void ValidateSelectable(KubeList<SelectableField> fields, JSONSchemaProps? schema, string noSchema, FieldPath path, FieldErrors errors)
    {
        if (fields.Count == 0) return;
        if (schema is null)
        {
            errors.Invalid(path.Child("selectableFields"), "", noSchema);
            return;
        }

        var fault = StructuralSchema.Unsupported(schema);
        if (fault is not null) errors.Invalid(path.Child("schema").Child("openAPIV3Schema"), "", fault);
        // What cannot be read as a schema has no fields.
        SelectableFieldValidation.Validate(fields, fault is null ? schema : new(), path.Child("selectableFields"), errors);
    }

    private static void ValidateImmutable(CustomResourceDefinition definition, CustomResourceDefinition old, FieldErrors errors)
    {
        var (now, before) = (definition.Spec, old.Spec);
        if (old.Status.Conditions.Any(c => c is { Type: "Established", Status: "True" }))
        {
            errors.Immutable(Spec.Child("scope"), now.Scope, before.Scope);
            errors.Immutable(Spec.Child("names").Child("kind"), now.Names.Kind, before.Names.Kind);
        }

        errors.Immutable(Spec.Child("group"), now.Group, before.Group);
        errors.Immutable(Spec.Child("names").Child("plural"), now.Names.Plural, before.Names.Plural);
    }

    private static void ValidateStoredVersions(KubeList<string> stored, KubeList<CustomResourceDefinitionVersion> versions, FieldErrors errors)
    {
        var path = Status.Child("storedVersions");
        if (stored.Count == 0)
        {
            errors.Invalid(path, stored, "must have at least one stored version");
            return;
        }

        Dictionary<string, int> left = new(StringComparer.Ordinal);
        for (var i = 0; i < stored.Count; i++) left[stored[i]] = i;
        foreach (var version in versions)
        {
            // A name that comes twice is no longer there at its second time.
            if (!left.Remove(version.Name) && version.Storage) errors.Invalid(path, stored, $"must have the storage version {version.Name}");
        }

        foreach (var (name, index) in left.OrderBy(e => e.Value))
        {
            errors.Invalid(
                path.Index(index), name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration "
                + $"ensures no data remains persisted in {name} and removes {name} from status.storedVersions");
        }
    }
}
