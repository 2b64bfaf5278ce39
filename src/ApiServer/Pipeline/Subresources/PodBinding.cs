using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Subresources;

/// <summary>
/// pods/binding, and bindings: gives a pod its node. The one way in which spec.nodeName of a pod that exists is set
/// (upstream's BindingREST).
/// </summary>
internal sealed class PodBinding(ServerParts parts, ObjectStore store) : ICreateHandler
{
    private const string PodScheduled = "PodScheduled";

    /// <inheritdoc/>
    public async ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var binding = (Binding)body;
        var name = request.Name.Length > 0 ? request.Name : binding.Metadata.Name;
        var resource = parts.Catalog.Find(Pod.Resource.Gvr)!.Storage!;
        if (name != binding.Metadata.Name) throw ApiErrors.BadRequest("name in URL does not match name in Binding object");
        Validate(binding);

        while (true)
        {
            var current = parts.Caches[resource].Find(request.Namespace, name) ?? throw ApiErrors.NotFound(Pod.Resource.GroupResource, name);
            var pod = (Pod)current.Object.Clone();
            Bind(pod, binding, parts.Environment.Now);
            if (request.IsDryRun || await store.ReplaceAsync(resource, current, pod, cancellation) is not null)
            {
                return new Status { StatusValue = "Success", Code = 201 };
            }
        }
    }

    // Upstream tells these as failures of its own.
    private static void Validate(Binding binding)
    {
        FieldErrors errors = new();
        var path = FieldPath.Of("target");
        if (binding.Target.Kind is not ("" or "Node")) errors.NotSupported(path.Child("kind"), binding.Target.Kind, "Node", "<empty>");
        if (binding.Target.Name.Length == 0) errors.Required(path.Child("name"));
        if (!errors.IsEmpty) throw ApiErrors.Plain(500, errors.ToString());
    }

    private static void Bind(Pod pod, Binding binding, DateTimeOffset now)
    {
        var name = pod.Metadata.Name;
        if (binding.Metadata.Uid.Length > 0 && binding.Metadata.Uid != pod.Metadata.Uid)
        {
            throw ApiErrors.Conflict(
                Pod.Resource.GroupResource, name,
                $"Precondition failed: UID in precondition: {binding.Metadata.Uid}, UID in object meta: {pod.Metadata.Uid}");
        }

        if (pod.Metadata.DeletionTimestamp is not null) throw Conflict(name, $"pod {name} is being deleted, cannot be assigned to a host");
        if (pod.Spec.NodeName.Length > 0) throw Conflict(name, $"pod {name} is already assigned to node {GoQuote.Quote(pod.Spec.NodeName)}");
        if (pod.Spec.SchedulingGates.Count > 0) throw Conflict(name, $"pod {name} has non-empty .spec.schedulingGates");

        pod.Spec.NodeName = binding.Target.Name;
        foreach (var (key, value) in binding.Metadata.Annotations) pod.Metadata.Annotations[key] = value;
        foreach (var (key, value) in binding.Metadata.Labels) pod.Metadata.Labels[key] = value;
        var condition = pod.Status.Conditions.FirstOrDefault(c => c.Type == PodScheduled);
        if (condition is null) pod.Status.Conditions.Add(condition = new PodCondition { Type = PodScheduled });
        condition.Status = "True";
        condition.Reason = condition.Message = "";
        condition.LastTransitionTime = now;
        condition.ObservedGeneration = pod.Metadata.Generation;
    }

    private static Exception Conflict(string name, string why) =>
        ApiErrors.Conflict(new GroupResource("", "pods/binding"), name, why);
}
