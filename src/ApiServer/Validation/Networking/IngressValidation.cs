using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Networking;

/// <summary>Ingresses.</summary>
internal static class IngressValidation
{
    /// <summary>How the class was named before there was a field for it.</summary>
    public const string ClassAnnotation = "kubernetes.io/ingress.class";

    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly string[] BadSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] BadEnds = ["/..", "/."];

    /// <summary>Judges a new Ingress.</summary>
    public static void Validate(Ingress ingress, FieldErrors errors)
    {
        if (ingress.Metadata.Annotations.TryGetValue(ClassAnnotation, out var old) && ingress.Spec.IngressClassName is { } name && old != name)
        {
            errors.Invalid(FieldPath.Of("metadata").Child("annotations").Child(ClassAnnotation), old, "must match `ingressClassName` when both are specified");
        }

        ValidateSpec(ingress.Spec, errors);
    }

    /// <summary>Judges a spec.</summary>
    public static void ValidateSpec(IngressSpec spec, FieldErrors errors)
    {
        if (spec.Rules.Count == 0 && spec.DefaultBackend is null) errors.Invalid(Spec, GoValue.List(spec.Rules), "either `defaultBackend` or `rules` must be specified");
        if (spec.DefaultBackend is { } backend) IngressBackendValidation.Validate(backend, Spec.Child("defaultBackend"), errors);
        for (var i = 0; i < spec.Rules.Count; i++) ValidateRule(spec.Rules[i], Spec.Child("rules").Index(i), errors);
        for (var i = 0; i < spec.Tls.Count; i++)
        {
            var at = Spec.Child("tls").Index(i);
            for (var j = 0; j < spec.Tls[i].Hosts.Count; j++) Host(spec.Tls[i].Hosts[j], at.Child("hosts").Index(j), errors);
            if (spec.Tls[i].SecretName is { Length: > 0 } secret) errors.Invalid(at.Child("secretName"), secret, Names.CheckDns1123Subdomain(secret));
        }

        if (spec.IngressClassName is { } name) errors.Invalid(Spec.Child("ingressClassName"), name, Names.CheckDns1123Subdomain(name));
    }

    private static void Host(string host, FieldPath path, FieldErrors errors) =>
        errors.Invalid(path, host, host.Contains('*') ? Names.CheckWildcardDns1123Subdomain(host) : Names.CheckDns1123Subdomain(host));

    private static void ValidateRule(IngressRule rule, FieldPath path, FieldErrors errors)
    {
        if (rule.Host.Length > 0)
        {
            if (IpText.TryParse(rule.Host, out _)) errors.Invalid(path.Child("host"), rule.Host, "must be a DNS name, not an IP address");
            Host(rule.Host, path.Child("host"), errors);
        }

        if (rule.Http is not { } http) return;
        var paths = path.Child("http").Child("paths");
        if (http.Paths.Count == 0) errors.Required(paths);
        for (var i = 0; i < http.Paths.Count; i++) ValidatePath(http.Paths[i], paths.Index(i), errors);
    }

    private static void ValidatePath(HTTPIngressPath rule, FieldPath path, FieldErrors errors)
    {
        var at = path.Child("path");
        switch (rule.PathType)
        {
            case null:
                errors.Required(path.Child("pathType"), "pathType must be specified");
                return;
            case "Exact" or "Prefix":
                if (!rule.Path.StartsWith('/')) errors.Invalid(at, rule.Path, "must be an absolute path");
                foreach (var bad in BadSequences.Where(b => rule.Path.Contains(b, StringComparison.Ordinal))) errors.Invalid(at, rule.Path, $"must not contain '{bad}'");
                foreach (var bad in BadEnds.Where(b => rule.Path.EndsWith(b, StringComparison.Ordinal))) errors.Invalid(at, rule.Path, $"cannot end with '{bad}'");
                break;
            case "ImplementationSpecific":
                if (rule.Path.Length > 0 && !rule.Path.StartsWith('/')) errors.Invalid(at, rule.Path, "must be an absolute path");
                break;
            default:
                errors.NotSupported(path.Child("pathType"), rule.PathType, "Exact", "ImplementationSpecific", "Prefix");
                break;
        }

        IngressBackendValidation.Validate(rule.Backend, path.Child("backend"), errors);
    }
}
