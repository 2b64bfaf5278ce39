using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>What pods and claims of a namespace ask for gets its defaults from the namespace's LimitRanges and keeps to their bounds.</summary>
internal sealed class LimitRanger(IObjectReader objects) : IMutatingAdmissionStep, IValidatingAdmissionStep
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    /// <inheritdoc/>
    public string Name => "LimitRanger";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        (request.IsFor("", "pods") && request.Operation == AdmissionOperation.Create)
        || (request.IsFor("", "persistentvolumeclaims") && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update);

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Object is Pod pod)
        {
            foreach (var range in objects.List<LimitRange>(request.Namespace)) ApplyDefaults(pod, range);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var range in objects.List<LimitRange>(request.Namespace))
        {
            List<string> wrong = request.Object switch
            {
                Pod pod => [.. LimitRules.Violations(pod.Spec, range)],
                PersistentVolumeClaim claim => [.. LimitRules.Violations(claim.Spec, range)],
                _ => [],
            };
            if (wrong.Count == 0) continue;
            throw ApiErrors.Forbidden(request.Resource.GroupResource, request.Name, wrong.Count == 1 ? wrong[0] : $"[{string.Join(", ", wrong)}]");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Fills in what the containers do not say, and notes in an annotation what was filled in.</summary>
    public static void ApplyDefaults(Pod pod, LimitRange range)
    {
        KubeMap<Quantity> requests = [], limits = [];
        foreach (var item in range.Spec.Limits)
        {
            if (item.Type != "Container") continue;
            foreach (var (name, quantity) in item.DefaultRequest) requests[name] = quantity;
            foreach (var (name, quantity) in item.Default) limits[name] = quantity;
        }

        List<string> notes = [];
        foreach (var container in pod.Spec.Containers) Merge(container, requests, limits, "container", notes);
        foreach (var container in pod.Spec.InitContainers) Merge(container, requests, limits, "init container", notes);
        if (notes.Count > 0) pod.Metadata.Annotations[Annotation] = "LimitRanger plugin set: " + string.Join("; ", notes);
    }

    private static void Merge(Container container, KubeMap<Quantity> requests, KubeMap<Quantity> limits, string what, List<string> notes)
    {
        var setLimits = FillIn(container.Resources.Limits, limits);
        var setRequests = FillIn(container.Resources.Requests, requests);
        if (setRequests.Count > 0) notes.Add($"{string.Join(", ", setRequests)} request for {what} {container.Name}");
        if (setLimits.Count > 0) notes.Add($"{string.Join(", ", setLimits)} limit for {what} {container.Name}");
    }

    private static List<string> FillIn(KubeMap<Quantity> target, KubeMap<Quantity> defaults)
    {
        List<string> set = [];
        foreach (var (name, quantity) in defaults)
        {
            if (target.TryAdd(name, quantity)) set.Add(name);
        }

        return set;
    }
}
