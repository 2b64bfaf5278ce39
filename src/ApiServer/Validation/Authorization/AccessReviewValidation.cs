using Kybernet.Api;
using Kybernet.Api.Authorization.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation.Authorization;

/// <summary>What access reviews have to say (upstream's ValidateSubjectAccessReview and its siblings).</summary>
internal static class AccessReviewValidation
{
    private static readonly FieldPath Metadata = FieldPath.Of("metadata");
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a question about anybody.</summary>
    public static void Validate(SubjectAccessReview review, FieldErrors errors)
    {
        ValidateSpec(review.Spec, errors);
        if (!IsEmpty(review.Metadata, "")) errors.Invalid(Metadata, review.Metadata, "must be empty");
    }

    /// <summary>Judges a question about oneself.</summary>
    public static void Validate(SelfSubjectAccessReview review, FieldErrors errors)
    {
        ValidateAttributes(review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes, errors);
        SelectorAttributesValidation.Validate(review.Spec.ResourceAttributes, Spec.Child("resourceAttributes"), errors);
        if (!IsEmpty(review.Metadata, "")) errors.Invalid(Metadata, review.Metadata, "must be empty");
    }

    /// <summary>Judges a question about anybody in one namespace.</summary>
    public static void Validate(LocalSubjectAccessReview review, FieldErrors errors)
    {
        ValidateSpec(review.Spec, errors);
        if (!IsEmpty(review.Metadata, review.Metadata.Namespace)) errors.Invalid(Metadata, review.Metadata, "must be empty except for namespace");
        if (review.Spec.ResourceAttributes is { } resource && resource.Namespace != review.Metadata.Namespace)
        {
            errors.Invalid(Spec.Child("resourceAttributes").Child("namespace"), resource.Namespace, "must match metadata.namespace");
        }

        if (review.Spec.NonResourceAttributes is { } path) errors.Invalid(Spec.Child("nonResourceAttributes"), path, "disallowed on this kind of request");
    }

    private static void ValidateSpec(SubjectAccessReviewSpec spec, FieldErrors errors)
    {
        ValidateAttributes(spec.ResourceAttributes, spec.NonResourceAttributes, errors);
        if (spec.User.Length == 0 && spec.Groups.Count == 0) errors.Invalid(Spec.Child("user"), spec.User, "at least one of user or group must be specified");
        SelectorAttributesValidation.Validate(spec.ResourceAttributes, Spec.Child("resourceAttributes"), errors);
    }

    private static void ValidateAttributes(ResourceAttributes? resource, NonResourceAttributes? path, FieldErrors errors)
    {
        if (resource is not null && path is not null)
        {
            errors.Invalid(Spec.Child("nonResourceAttributes"), path, "cannot be specified in combination with resourceAttributes");
        }

        if (resource is null && path is null)
        {
            errors.Invalid(Spec.Child("resourceAttributes"), path, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
    }

    // Who posted it is noted in every object, this one too.
    private static bool IsEmpty(ObjectMeta meta, string ns) =>
        meta.DeepEquals(new ObjectMeta { Namespace = ns, ManagedFields = meta.ManagedFields });
}
