using Kybernet.Api.Meta.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Resources;

namespace Kybernet.ApiServer.Strategies.Resources;

/// <summary>ResourceClaimTemplates.</summary>
internal sealed class ResourceClaimTemplateStrategy : ResourceStrategy<ResourceClaimTemplate>
{
    private const string CannotBeSet = "cannot be set";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    protected override void Default(ResourceClaimTemplate template) => DeviceDefaults.Apply(template.Spec.Spec);

    /// <inheritdoc/>
    protected override void Validate(ResourceClaimTemplate template, FieldErrors errors)
    {
        ValidateMetadata(template.Spec.Metadata, Spec.Child("metadata"), errors);
        DeviceClaimValidation.Validate(template.Spec.Spec.Devices, Spec.Child("spec").Child("devices"), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(ResourceClaimTemplate template, ResourceClaimTemplate old, FieldErrors errors) =>
        errors.Immutable(Spec, template.Spec, old.Spec);

    // A claim takes labels and annotations from its template, and nothing else.
    private static void ValidateMetadata(ObjectMeta meta, FieldPath path, FieldErrors errors)
    {
        ObjectMetaValidation.ValidateAnnotations(meta.Annotations, path.Child("annotations"), errors);
        ObjectMetaValidation.ValidateLabels(meta.Labels, path.Child("labels"), errors);
        (string Field, bool IsSet)[] others =
        [
            ("name", meta.Name.Length > 0), ("generateName", meta.GenerateName.Length > 0), ("namespace", meta.Namespace.Length > 0),
            ("selfLink", meta.SelfLink.Length > 0), ("uID", meta.Uid.Length > 0), ("resourceVersion", meta.ResourceVersion.Length > 0),
            ("generation", meta.Generation != 0), ("creationTimestamp", meta.CreationTimestamp is not null),
            ("deletionTimestamp", meta.DeletionTimestamp is not null),
            ("deletionGracePeriodSeconds", meta.DeletionGracePeriodSeconds is not null),
            ("ownerReferences", meta.OwnerReferences.Count > 0), ("finalizers", meta.Finalizers.Count > 0),
            ("managedFields", meta.ManagedFields.Count > 0),
        ];
        foreach (var (field, _) in others.Where(static o => o.IsSet)) errors.Forbidden(path.Child(field), CannotBeSet);
    }
}
