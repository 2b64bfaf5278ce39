using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.Base;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>
/// Every pod runs as a service account of its namespace, and finds that account's token in its containers (upstream's
/// ServiceAccount plugin).
/// </summary>
internal sealed class ServiceAccountStep(IObjectReader objects, RandomSource random) : IMutatingAdmissionStep
{
    private const string DefaultAccount = "default";
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    /// <inheritdoc/>
    public string Name => "ServiceAccount";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Create && request.IsFor("", "pods");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var pod = (Pod)request.Object!;
        if (pod.Metadata.Annotations.ContainsKey(MirrorAnnotation))
        {
            if (MirrorError(pod.Spec) is { } error) throw ApiErrors.Forbidden(Pod.Resource.GroupResource, request.Name, error);
            return ValueTask.CompletedTask;
        }

        var spec = pod.Spec;
        if (spec.ServiceAccountName.Length == 0) spec.ServiceAccountName = DefaultAccount;
        spec.ServiceAccount = spec.ServiceAccountName;
        var account = objects.Find<ServiceAccount>(request.Namespace, spec.ServiceAccountName)
            ?? throw ApiErrors.Forbidden(
                Pod.Resource.GroupResource, request.Name,
                $"error looking up service account {request.Namespace}/{spec.ServiceAccountName}: {LookupError(spec.ServiceAccountName)}");

        if (spec.AutomountServiceAccountToken ?? account.AutomountServiceAccountToken ?? true) TokenVolume.Mount(spec, random);
        if (spec.ImagePullSecrets.Count == 0)
        {
            foreach (var secret in account.ImagePullSecrets) spec.ImagePullSecrets.Add(new LocalObjectReference { Name = secret.Name });
        }

        return ValueTask.CompletedTask;
    }

    // A name that is no part of a path is not even looked for.
    private static string LookupError(string name) => NameRules.PathSegment(name, prefix: false) is { Count: > 0 } wrong
        ? $"invalid resource name {GoQuote.Quote(name)}: [{string.Join(' ', wrong)}]"
        : $"serviceaccount {GoQuote.Quote(name)} not found";

    // What a kubelet runs by itself has no identity that the API could give it.
    private static string? MirrorError(PodSpec spec)
    {
        if (spec.ServiceAccountName.Length > 0) return "a mirror pod may not reference service accounts";
        if (spec.Volumes.Any(v => v.Secret is not null)) return "a mirror pod may not reference secrets";
        return spec.Volumes.Any(v => v.Projected is { } p && p.Sources.Any(s => s.ServiceAccountToken is not null))
            ? "a mirror pod may not use ServiceAccountToken volume projections"
            : null;
    }
}
