using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Admission;

/// <summary>
/// Nothing is made in a namespace that does not exist or is going away, and the namespaces that the system needs are not
/// deleted.
/// </summary>
internal sealed class NamespaceLifecycle(IObjectReader objects) : IMutatingAdmissionStep
{
    private static readonly string[] Immortal = ["default", "kube-system", "kube-public"];

    /// <inheritdoc/>
    public string Name => "NamespaceLifecycle";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation switch
    {
        AdmissionOperation.Delete => request.IsFor("", "namespaces"),
        AdmissionOperation.Create => request.Namespace.Length > 0
            && request.Resource.Gvr is not { Group: "authorization.k8s.io", Resource: "localsubjectaccessreviews" }
            && request.Resource.Gvr is not { Group: "", Resource: "namespaces" },
        _ => false,
    };

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation == AdmissionOperation.Delete)
        {
            return Immortal.Contains(request.Name, StringComparer.Ordinal)
                ? throw ApiErrors.Forbidden(Namespace.Resource.GroupResource, request.Name, "this namespace may not be deleted")
                : ValueTask.CompletedTask;
        }

        var ns = objects.Find<Namespace>("", request.Namespace)
            ?? throw ApiErrors.NotFound(Namespace.Resource.GroupResource, request.Namespace);
        return ns.Status.Phase == "Terminating" ? throw Terminating(request) : ValueTask.CompletedTask;
    }

    private static Exception Terminating(AdmissionRequest request)
    {
        var refusal = ApiErrors.Forbidden(
            request.Resource.GroupResource, request.Name,
            $"unable to create new content in namespace {request.Namespace} because it is being terminated");
        refusal.Status.Details!.Causes.Add(new StatusCause
        {
            Reason = "NamespaceTerminating",
            Message = $"namespace {request.Namespace} is being terminated",
            Field = "metadata.namespace",
        });
        return refusal;
    }
}
