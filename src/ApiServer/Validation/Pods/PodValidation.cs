using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A Pod that is to be created (upstream's ValidatePodCreate).</summary>
internal static class PodValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a new Pod.</summary>
    public static void ValidateCreate(Pod pod, FieldErrors errors)
    {
        Validate(pod, errors);
        if (pod.Spec.EphemeralContainers.Count > 0) errors.Forbidden(Spec.Child("ephemeralContainers"), "cannot be set on create");
        if (pod.Spec.NodeName.Length > 0 && pod.Spec.SchedulingGates.Count > 0)
        {
            errors.Forbidden(Spec.Child("nodeName"), "cannot be set until all schedulingGates have been cleared");
        }
    }

    /// <summary>Judges a Pod, new or changed.</summary>
    public static void Validate(Pod pod, FieldErrors errors)
    {
        PodAnnotationValidation.Validate(pod.Metadata.Annotations, pod.Spec, FieldPath.Of("metadata").Child("annotations"), errors);
        PodSpecValidation.Validate(new PodScope(pod.Spec, isPod: true), pod.Metadata, Spec, errors);
        if (pod.Spec.ServiceAccountName.Length == 0) ForbidTokens(pod.Spec, errors);
        for (var i = 0; i < pod.Spec.Containers.Count; i++) ImageHasNoPadding(pod.Spec.Containers[i].Image, Spec.Child("containers").Index(i), errors);
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++) ImageHasNoPadding(pod.Spec.InitContainers[i].Image, Spec.Child("initContainers").Index(i), errors);
    }

    /// <summary>An image's name neither begins nor ends with white space.</summary>
    public static void ImageHasNoPadding(string image, FieldPath container, FieldErrors errors)
    {
        if (image.Trim().Length != image.Length) errors.Invalid(container.Child("image"), image, "must not have leading or trailing whitespace");
    }

    private static void ForbidTokens(PodSpec spec, FieldErrors errors)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            var sources = spec.Volumes[i].Projected?.Sources;
            for (var j = 0; j < (sources?.Count ?? 0); j++)
            {
                if (sources![j].ServiceAccountToken is null) continue;
                errors.Forbidden(
                    Spec.Child("volumes").Index(i).Child("projected").Child("sources").Index(j).Child("serviceAccountToken"),
                    "must not be specified when serviceAccountName is not set");
            }
        }
    }
}
