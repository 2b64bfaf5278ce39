using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A template for pods.</summary>
internal static class PodTemplateValidation
{
    /// <summary>Judges a template.</summary>
    /// <param name="template">The template, its defaults filled in.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(PodTemplateSpec template, FieldPath path, FieldErrors errors)
    {
        var meta = template.Metadata;
        ObjectMetaValidation.ValidateLabels(meta.Labels, path.Child("labels"), errors);
        ObjectMetaValidation.ValidateAnnotations(meta.Annotations, path.Child("annotations"), errors);
        PodAnnotationValidation.Validate(meta.Annotations, template.Spec, path.Child("annotations"), errors);
        PodSpecValidation.Validate(new PodScope(template.Spec, isPod: false), meta, path.Child("spec"), errors);
        if (template.Spec.EphemeralContainers.Count > 0)
        {
            errors.Forbidden(path.Child("spec").Child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
        }
    }
}
