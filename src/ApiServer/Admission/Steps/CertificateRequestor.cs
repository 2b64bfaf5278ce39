using Kybernet.Api.Certificates.V1;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>Notes in a new CertificateSigningRequest who asks, whatever the request itself says.</summary>
internal sealed class CertificateRequestor : IMutatingAdmissionStep
{
    /// <inheritdoc/>
    public string Name => "CertificateRequestor";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Operation == AdmissionOperation.Create && request.IsFor("certificates.k8s.io", "certificatesigningrequests");

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = ((CertificateSigningRequest)request.Object!).Spec;
        spec.Username = request.User.Name;
        spec.Uid = request.User.Uid;
        spec.Groups = [.. request.User.Groups];
        spec.Extra = [];
        foreach (var (key, values) in request.User.Extra) spec.Extra[key] = [.. values];
        return ValueTask.CompletedTask;
    }
}
