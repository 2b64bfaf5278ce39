using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>
/// The part of upstream's PodSecurity that judges namespaces: their labels have to name a level and a version that there are.
/// Pods are not held to them yet, and who asks for that is told so.
/// </summary>
internal sealed partial class PodSecurityLabels : IValidatingAdmissionStep
{
    private const string Prefix = "pod-security.kubernetes.io/";

    private static readonly string[] Modes = ["enforce", "audit", "warn"];
    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    /// <inheritdoc/>
    public string Name => "PodSecurity";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && request.IsFor("", "namespaces");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (ns, old) = ((Namespace)request.Object!, (Namespace?)request.OldObject);
        var errors = Judge(ns);
        // What was wrong before may stay wrong, so that the namespace can be changed otherwise.
        if (!errors.IsEmpty && errors.ToString() != (old is null ? "" : Judge(old).ToString()))
            throw ApiErrors.Invalid(Namespace.Resource.Kind.Gvk, ns.Metadata.Name, errors);
        if (Enforced(ns) is { } level && level != "privileged" && (old is null || Enforced(old) != level))
            request.Warn($"{Prefix}enforce: nothing in this version of Kybernet holds pods to the level \"{level}\" yet");
        return ValueTask.CompletedTask;
    }

    private static FieldErrors Judge(Namespace ns)
    {
        FieldErrors errors = new();
        var path = FieldPath.Of("metadata").Child("labels");
        foreach (var label in Modes.Select(static mode => Prefix + mode))
        {
            if (ns.Metadata.Labels.TryGetValue(label, out var level) && !Levels.Contains(level))
                errors.Invalid(path.Key(label), level, $"must be one of {string.Join(", ", Levels)}");
            if (ns.Metadata.Labels.TryGetValue(label + "-version", out var version) && !Version().IsMatch(version))
                errors.Invalid(path.Key(label + "-version"), version, "must be \"latest\" or \"v1.x\"");
        }

        return errors;
    }

    private static string? Enforced(Namespace ns) => ns.Metadata.Labels.TryGetValue(Prefix + "enforce", out var level) ? level : null;

    [GeneratedRegex(@"\A(latest|v1\.(0|[1-9][0-9]*))\z")]
    private static partial Regex Version();
}
