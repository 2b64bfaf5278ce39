using Kybernet.Api;
using Kybernet.Api.Fields;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>
/// Which fields the endpoints of a kind change (upstream's GetResetFields of each strategy). What is not told apart here: the
/// main resource leaves the status alone where there is a subresource for it, and that one leaves the spec alone.
/// </summary>
internal static class FieldScopes
{
    private static readonly FieldScope MainOnly = FieldScope.AllBut(FieldSet.OfPath("status"));
    private static readonly FieldScope StatusOnly = FieldScope.AllBut(FieldSet.OfPath("spec"));

    private static readonly FieldScope StatusNotLabels =
        FieldScope.AllBut(FieldSet.OfPath("spec").Union(FieldSet.OfPath("metadata", "labels")));

    private static readonly FieldScope PodStatus = FieldScope.AllBut(
        FieldSet.OfPath("spec").Union(FieldSet.OfPath("metadata", "deletionTimestamp")).Union(FieldSet.OfPath("metadata", "ownerReferences")));

    private static readonly FieldScope NoMetadata = FieldScope.AllBut(FieldSet.OfPath("spec").Union(FieldSet.OfPath("metadata")));
    private static readonly FieldScope EphemeralContainers = FieldScope.Only(FieldSet.OfPath("spec", "ephemeralContainers"));
    private static readonly FieldScope Spec = FieldScope.Only(FieldSet.OfPath("spec"));

    // What is asked for is never changed, so nobody owns it.
    private static readonly FieldScope CertificateMain =
        FieldScope.AllBut(FieldSet.OfPath("spec").Union(FieldSet.OfPath("status")));

    private static readonly FieldScope CertificateStatus =
        FieldScope.AllBut(FieldSet.OfPath("spec").Union(FieldSet.OfPath("status", "conditions")));

    private static readonly FieldScope Approval =
        FieldScope.AllBut(FieldSet.OfPath("spec").Union(FieldSet.OfPath("status", "certificate")));

    /// <summary>The fields that an endpoint changes.</summary>
    public static FieldScope Of(ApiResource resource, string subresource) => (resource.Kind.Gvk.Kind, subresource) switch
    {
        ("CertificateSigningRequest", "") => CertificateMain,
        (_, "") => resource.FindSubresource("status") is null ? FieldScope.All : MainOnly,
        ("Pod", "status") => PodStatus,
        ("Deployment", "status") => StatusNotLabels,
        ("CustomResourceDefinition" or "VolumeAttachment" or "ResourceClaim", "status") => NoMetadata,
        ("CertificateSigningRequest", "status") => CertificateStatus,
        ("CertificateSigningRequest", "approval") => Approval,
        (_, "status") => StatusOnly,
        (_, "ephemeralcontainers") => EphemeralContainers,
        (_, "resize" or "scale") => Spec,
        _ => FieldScope.All,
    };
}
