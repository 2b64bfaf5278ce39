using System.Text;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation;

/// <summary>What metadata has to look like, whatever the kind (upstream's ValidateObjectMeta and ValidateObjectMetaUpdate).</summary>
internal static class ObjectMetaValidation
{
    private const int MaxAnnotationBytes = 256 * 1024;
    private const string NotEmpty = "must not be empty";

    private static readonly FieldPath Root = FieldPath.Of("metadata");

    /// <summary>Judges the metadata of an object that is to be created, its generated name already there.</summary>
    /// <param name="meta">The metadata.</param>
    /// <param name="namespaced">Whether the kind lives in namespaces.</param>
    /// <param name="checkName">The kind's rule for names: the name, and whether it is only the beginning of one.</param>
    /// <param name="standardFinalizers">Whether a finalizer without a domain has to be one of Kubernetes' own.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(
        ObjectMeta meta, bool namespaced, Func<string, bool, IReadOnlyList<string>> checkName, bool standardFinalizers, FieldErrors errors) =>
        Validate(meta, namespaced, checkName, standardFinalizers, Root, errors);

    /// <summary>The same for metadata that lies elsewhere, as in a template.</summary>
    public static void Validate(
        ObjectMeta meta, bool namespaced, Func<string, bool, IReadOnlyList<string>> checkName, bool standardFinalizers, FieldPath path, FieldErrors errors)
    {
        if (meta.GenerateName.Length != 0) errors.Invalid(path.Child("generateName"), meta.GenerateName, checkName(meta.GenerateName, true));
        if (meta.Name.Length == 0) errors.Required(path.Child("name"), "name or generateName is required");
        else errors.Invalid(path.Child("name"), meta.Name, checkName(meta.Name, false));

        if (!namespaced)
        {
            if (meta.Namespace.Length != 0) errors.Forbidden(path.Child("namespace"), "not allowed on this type");
        }
        else if (meta.Namespace.Length == 0) errors.Required(path.Child("namespace"));
        else errors.Invalid(path.Child("namespace"), meta.Namespace, Names.CheckDns1123Label(meta.Namespace));

        errors.NonNegative(path.Child("generation"), meta.Generation);
        ValidateContent(meta, standardFinalizers, path, errors);
    }

    /// <summary>Judges the metadata of an update against what is stored.</summary>
    public static void ValidateUpdate(ObjectMeta meta, ObjectMeta old, bool standardFinalizers, FieldErrors errors)
    {
        var path = Root;
        if (old.DeletionTimestamp is not null) ForbidNewFinalizers(meta, old, path.Child("finalizers"), errors);
        if (meta.ResourceVersion.Length == 0) errors.Invalid(path.Child("resourceVersion"), "", "must be specified for an update");
        if (meta.Generation < old.Generation) errors.Invalid(path.Child("generation"), meta.Generation, "must not be decremented");
        errors.Immutable(path.Child("name"), meta.Name, old.Name);
        errors.Immutable(path.Child("namespace"), meta.Namespace, old.Namespace);
        errors.Immutable(path.Child("uid"), meta.Uid, old.Uid);
        errors.Unchanged(path.Child("creationTimestamp"), meta.CreationTimestamp, meta.CreationTimestamp == old.CreationTimestamp);
        errors.Unchanged(path.Child("deletionTimestamp"), meta.DeletionTimestamp, meta.DeletionTimestamp == old.DeletionTimestamp);
        errors.Immutable(path.Child("deletionGracePeriodSeconds"), meta.DeletionGracePeriodSeconds, old.DeletionGracePeriodSeconds);
        ValidateContent(meta, standardFinalizers, path, errors);
    }

    /// <summary>Judges label keys and values.</summary>
    public static void ValidateLabels(KubeMap<string> labels, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, value) in labels)
        {
            if (!Names.IsQualifiedName(key)) errors.Invalid(path, key, Names.CheckQualifiedName(key));
            if (!Names.IsLabelValue(value)) errors.Invalid(path, value, Names.CheckLabelValue(value));
        }
    }

    /// <summary>Judges annotation keys and how large they are together.</summary>
    public static void ValidateAnnotations(KubeMap<string> annotations, FieldPath path, FieldErrors errors)
    {
        var bytes = 0L;
        foreach (var (key, value) in annotations)
        {
            errors.Invalid(path, key, Names.CheckQualifiedName(key.ToLowerInvariant()));
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MaxAnnotationBytes) errors.TooLong(path, MaxAnnotationBytes);
    }

    private static void ValidateContent(ObjectMeta meta, bool standardFinalizers, FieldPath path, FieldErrors errors)
    {
        ValidateLabels(meta.Labels, path.Child("labels"), errors);
        ValidateAnnotations(meta.Annotations, path.Child("annotations"), errors);
        if (meta.OwnerReferences.Count > 0) ValidateOwners(meta.OwnerReferences, path.Child("ownerReferences"), errors);
        if (meta.Finalizers.Count > 0) FinalizerValidation.Validate(meta.Finalizers, standardFinalizers, path.Child("finalizers"), errors);
        if (meta.ManagedFields.Count > 0) ManagedFieldsValidation.Validate(meta.ManagedFields, path.Child("managedFields"), errors);
    }

    private static void ValidateOwners(KubeList<OwnerReference> owners, FieldPath path, FieldErrors errors)
    {
        string? controller = null;
        foreach (var owner in owners)
        {
            ValidateOwner(owner, path, errors);
            if (owner.Controller is not true) continue;
            var name = $"{owner.Kind}/{owner.Name}";
            if (controller is not null)
            {
                errors.Invalid(path, GoValue.List(owners), "Only one reference can have Controller set to true. "
                    + $"Found \"true\" in references for {controller} and {name}");
            }
            else controller = name;
        }
    }

    private static void ValidateOwner(OwnerReference owner, FieldPath path, FieldErrors errors)
    {
        var slash = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var version = owner.ApiVersion.AsSpan(slash + 1);
        if (version.IsEmpty || version.Contains('/')) errors.Invalid(path.Child("apiVersion"), owner.ApiVersion, "version must not be empty");
        if (owner.Kind.Length == 0) errors.Invalid(path.Child("kind"), "", NotEmpty);
        if (owner.Name.Length == 0) errors.Invalid(path.Child("name"), "", NotEmpty);
        if (owner.Uid.Length == 0) errors.Invalid(path.Child("uid"), "", NotEmpty);
        if (owner is { ApiVersion: "v1", Kind: "Event" }) errors.Invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
    }

    private static void ForbidNewFinalizers(ObjectMeta meta, ObjectMeta old, FieldPath path, FieldErrors errors)
    {
        var added = meta.Finalizers.Where(f => !old.Finalizers.Contains(f)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (added.Count == 0) return;
        var list = string.Join(", ", added.Select(GoQuote.Quote));
        errors.Forbidden(path, $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
    }
}
