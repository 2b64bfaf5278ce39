using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Node.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>A pod's runtime class says what the runtime itself takes, and on which nodes it is to be had (upstream's RuntimeClass plugin).</summary>
internal sealed class RuntimeClassStep(IObjectReader objects) : IMutatingAdmissionStep, IValidatingAdmissionStep
{
    /// <inheritdoc/>
    public string Name => "RuntimeClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Create && request.IsFor("", "pods");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var pod = (Pod)request.Object!;
        if (Find(request, pod) is not { } runtime) return ValueTask.CompletedTask;
        if (runtime.Overhead is { } overhead)
        {
            if (pod.Spec.Overhead.Count > 0 && !Same(pod.Spec.Overhead, overhead.PodFixed))
            {
                throw Rejected(request, "Pod's Overhead doesn't match RuntimeClass's defined Overhead");
            }

            pod.Spec.Overhead = new(overhead.PodFixed);
        }

        if (runtime.Scheduling is { } scheduling) Merge(request, pod.Spec, scheduling);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var pod = (Pod)request.Object!;
        if (pod.Spec.Overhead.Count == 0 || Find(request, pod) is { Overhead: not null }) return ValueTask.CompletedTask;
        throw Rejected(request, "Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }

    private static bool Same(KubeMap<Quantity> left, KubeMap<Quantity> right) => left.ContentEquals(right);

    private static void Merge(AdmissionRequest request, PodSpec spec, Scheduling scheduling)
    {
        foreach (var (key, value) in scheduling.NodeSelector)
        {
            if (spec.NodeSelector.TryGetValue(key, out var wanted) && wanted != value)
            {
                throw Rejected(request, $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {wanted}");
            }

            spec.NodeSelector[key] = value;
        }

        foreach (var toleration in scheduling.Tolerations)
        {
            if (!spec.Tolerations.Any(toleration.DeepEquals)) spec.Tolerations.Add(toleration.Clone());
        }
    }

    private RuntimeClass? Find(AdmissionRequest request, Pod pod) => pod.Spec.RuntimeClassName is not { } name
        ? null
        : objects.Find<RuntimeClass>("", name) ?? throw Rejected(request, $"RuntimeClass {GoQuote.Quote(name)} not found");

    private static Exception Rejected(AdmissionRequest request, string why) =>
        ApiErrors.Forbidden(Pod.Resource.GroupResource, request.Name, "pod rejected: " + why);
}
