using Kybernet.Api.Networking.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>An ingress that names no class gets the default one: of several the newest.</summary>
internal sealed class DefaultIngressClass(IObjectReader objects) : IMutatingAdmissionStep
{
    private const string Mark = "ingressclass.kubernetes.io/is-default-class";
    private const string OldClass = "kubernetes.io/ingress.class";

    /// <inheritdoc/>
    public string Name => "DefaultIngressClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation == AdmissionOperation.Create && request.IsFor("networking.k8s.io", "ingresses");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var ingress = (Ingress)request.Object!;
        if (ingress.Spec.IngressClassName is not null || ingress.Metadata.Annotations.ContainsKey(OldClass)) return ValueTask.CompletedTask;
        ingress.Spec.IngressClassName = objects.List<IngressClass>()
            .Where(c => c.Metadata.Annotations.GetValueOrDefault(Mark) == "true")
            .OrderByDescending(c => c.Metadata.CreationTimestamp).ThenBy(c => c.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Metadata.Name;
        return ValueTask.CompletedTask;
    }
}
