using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.ApiExtensions;

namespace Kybernet.ApiServer.Strategies.ApiExtensions;

/// <summary>CustomResourceDefinitions: kept and judged; the kinds that they define are not served yet.</summary>
internal sealed class CustomResourceDefinitionStrategy : ResourceStrategy<CustomResourceDefinition>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(CustomResourceDefinition definition)
    {
        var names = definition.Spec.Names;
        if (names.Singular.Length == 0) names.Singular = names.Kind.ToLowerInvariant();
        if (names.ListKind.Length == 0 && names.Kind.Length > 0) names.ListKind = names.Kind + "List";
        definition.Spec.Conversion ??= new() { Strategy = "None" };
        if (definition.Spec.Conversion.Webhook?.ClientConfig?.Service is { } service) service.Port ??= WebhookAddress.DefaultPort;
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(CustomResourceDefinition definition)
    {
        definition.Status = new();
        definition.Metadata.Generation = 1;
        RememberStorageVersion(definition);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(CustomResourceDefinition definition, CustomResourceDefinition old)
    {
        definition.Status = old.Status.Clone();
        definition.Metadata.Generation = old.Metadata.Generation + (definition.Spec.DeepEquals(old.Spec) ? 0 : 1);
        RememberStorageVersion(definition);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(CustomResourceDefinition definition, CustomResourceDefinition old)
    {
        definition.Spec = old.Spec;
        definition.Metadata.Labels = old.Metadata.Labels;
        definition.Metadata.Annotations = old.Metadata.Annotations;
        definition.Metadata.Finalizers = old.Metadata.Finalizers;
        definition.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(CustomResourceDefinition definition, FieldErrors errors)
    {
        var (meta, path) = (definition.Metadata, FieldPath.Of("metadata"));
        var name = $"{definition.Spec.Names.Plural}.{definition.Spec.Group}";
        if (meta.GenerateName.Length > 0) MustBe(name, meta.GenerateName, path.Child("generateName"), errors);
        if (meta.Name.Length > 0) MustBe(name, meta.Name, path.Child("name"), errors);
        DefinitionValidation.Validate(definition, old: null, errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(CustomResourceDefinition definition, CustomResourceDefinition old, FieldErrors errors) =>
        DefinitionValidation.Validate(definition, old, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(CustomResourceDefinition definition, CustomResourceDefinition old, FieldErrors errors) =>
        DefinitionValidation.ValidateStatus(definition.Status, errors);

    private static void MustBe(string wanted, string name, FieldPath path, FieldErrors errors)
    {
        if (name != wanted) errors.Invalid(path, name, "must be spec.names.plural+\".\"+spec.group");
    }

    // Whatever was once the storage version may still be in the store.
    private static void RememberStorageVersion(CustomResourceDefinition definition)
    {
        var storage = definition.Spec.Versions.FirstOrDefault(v => v.Storage);
        if (storage is not null && !definition.Status.StoredVersions.Contains(storage.Name)) definition.Status.StoredVersions.Add(storage.Name);
    }
}
