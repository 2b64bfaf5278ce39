using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Scheduling.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>Turns the name of a pod's priority class into a number, and keeps the default class single (upstream's Priority plugin).</summary>
internal sealed class PriorityStep(IObjectReader objects) : IMutatingAdmissionStep, IValidatingAdmissionStep
{
    private const string PreemptLower = "PreemptLowerPriority";

    /// <inheritdoc/>
    public string Name => "Priority";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation is AdmissionOperation.Create or AdmissionOperation.Update
        && (request.IsFor("", "pods") || request.IsFor("scheduling.k8s.io", "priorityclasses"));

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Object is not Pod pod) return ValueTask.CompletedTask;
        if (request.OldObject is Pod old)
        {
            pod.Spec.Priority ??= old.Spec.Priority;
            pod.Spec.PreemptionPolicy ??= old.Spec.PreemptionPolicy;
        }
        else if (Assign(pod) is { } refusal)
        {
            throw ApiErrors.Forbidden(Pod.Resource.GroupResource, request.Name, refusal);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Object is not PriorityClass { GlobalDefault: true } priority) return ValueTask.CompletedTask;
        var other = objects.List<PriorityClass>().FirstOrDefault(p => p.GlobalDefault && p.Metadata.Name != priority.Metadata.Name);
        return other is null
            ? ValueTask.CompletedTask
            : throw ApiErrors.Forbidden(
                PriorityClass.Resource.GroupResource, request.Name,
                $"PriorityClass {other.Metadata.Name} is already marked as default. Only one default can exist");
    }

    /// <summary>Sets a new pod's priority; answers why it is refused.</summary>
    private string? Assign(Pod pod)
    {
        var spec = pod.Spec;
        PriorityClass? priority;
        if (spec.PriorityClassName.Length == 0)
        {
            priority = objects.List<PriorityClass>().Where(p => p.GlobalDefault).MinBy(p => p.Value);
            if (priority is not null) spec.PriorityClassName = priority.Metadata.Name;
        }
        else
        {
            priority = objects.Find<PriorityClass>("", spec.PriorityClassName);
            if (priority is null) return $"no PriorityClass with name {spec.PriorityClassName} was found";
        }

        var value = priority?.Value ?? 0;
        if (spec.Priority is { } given && given != value)
        {
            return $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {value} "
                + "from the given PriorityClass name";
        }

        spec.Priority = value;
        var policy = priority is null ? PreemptLower : priority.PreemptionPolicy;
        if (policy is null) return null;
        if (spec.PreemptionPolicy is { } wanted && wanted != policy)
        {
            return $"the string value of PreemptionPolicy ({wanted}) must not be provided in pod spec; priority admission controller computed {policy} "
                + "from the given PriorityClass name";
        }

        spec.PreemptionPolicy = policy;
        return null;
    }
}
