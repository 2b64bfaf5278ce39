using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A template for pods.</summary>
internal static class PodTemplateValidation
{
    /// <summary>Judges a template.</summary>
    /// <param name="template">The template, its defaults filled in.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    /// <param name="claims">Claims that will be made for the pods and mounted under their names.</param>
    public static void Validate(PodTemplateSpec template, FieldPath path, FieldErrors errors, IEnumerable<PersistentVolumeClaim>? claims = null)
    {
        var meta = template.Metadata;
        ObjectMetaValidation.ValidateLabels(meta.Labels, path.Child("labels"), errors);
        ObjectMetaValidation.ValidateAnnotations(meta.Annotations, path.Child("annotations"), errors);
        PodAnnotationValidation.Validate(meta.Annotations, template.Spec, path.Child("annotations"), errors);
        PodSpecValidation.Validate(new PodScope(template.Spec, isPod: false, claims), meta, path.Child("spec"), errors);
        if (template.Spec.EphemeralContainers.Count > 0)
        {
            errors.Forbidden(path.Child("spec").Child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
        }
    }
}
