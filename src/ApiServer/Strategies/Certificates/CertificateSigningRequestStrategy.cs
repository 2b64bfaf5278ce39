using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Certificates;

namespace Kybernet.ApiServer.Strategies.Certificates;

/// <summary>
/// CertificateSigningRequests. Who asks is noted by the admission step CertificateRequestor: a strategy does not know users.
/// </summary>
internal sealed class CertificateSigningRequestStrategy : ResourceStrategy<CertificateSigningRequest>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.signerName"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    protected override void PrepareForCreate(CertificateSigningRequest request) => request.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(CertificateSigningRequest request, CertificateSigningRequest old)
    {
        request.Spec = old.Spec;
        request.Status = old.Status;
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(CertificateSigningRequest request, CertificateSigningRequest old)
    {
        request.Spec = old.Spec;
        // Approvals and denials are given through their own subresource.
        request.Status.Conditions =
        [
            .. old.Status.Conditions.Where(c => c.Type is "Approved" or "Denied"),
            .. request.Status.Conditions.Where(c => c.Type is not ("Approved" or "Denied")),
        ];
    }

    /// <inheritdoc/>
    protected override void Validate(CertificateSigningRequest request, FieldErrors errors) => CertificateRequestValidation.Validate(request.Spec, errors);

    /// <inheritdoc/>
    protected override string? SelectableField(CertificateSigningRequest request, string path) => path == "spec.signerName" ? request.Spec.SignerName : null;
}
