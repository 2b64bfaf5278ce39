using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>Groups of the Kubernetes community: who defines a kind in one says where that was approved.</summary>
internal static class ApiApproval
{
    private const string Annotation = "api-approved.kubernetes.io";
    private const string See = "see https://github.com/kubernetes/enhancements/pull/1111";

    private static readonly FieldPath Path = FieldPath.Of("metadata").Child("annotations").Key(Annotation);

    private enum State
    {
        Missing,
        Bypassed,
        Approved,
        Invalid,
    }

    /// <summary>Judges the annotation. What was stored with a poor one may keep such a one.</summary>
    public static void Validate(string group, ObjectMeta meta, ObjectMeta? old, FieldErrors errors)
    {
        if (!IsProtected(group)) return;
        var state = Of(meta);
        if (old is not null && Of(old) == state) return;
        if (state == State.Missing) errors.Required(Path, $"protected groups must have approval annotation \"{Annotation}\", {See}");
        if (state == State.Invalid)
        {
            errors.Invalid(
                Path, meta.Annotations[Annotation],
                $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", {See}");
        }
    }

    private static bool IsProtected(string group) =>
        group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    private static State Of(ObjectMeta meta) => meta.Annotations.TryGetValue(Annotation, out var text) switch
    {
        false => State.Missing,
        _ when text.Length == 0 => State.Missing,
        _ when text.StartsWith("unapproved", StringComparison.Ordinal) => State.Bypassed,
        _ when GoUrl.TryParse(text, out var url, out _) && url.Host.Length > 0 => State.Approved,
        _ => State.Invalid,
    };
}
