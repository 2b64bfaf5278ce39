using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.Kubelet.Server;

/// <summary>
/// Who may use the kubelet's server: holders of a client certificate of the cluster's authority that is the API server's
/// or an administrator's. (Upstream asks the API server by SubjectAccessReview; that comes with delegated authorization.)
/// </summary>
internal sealed class ClientCheck(KubeletServerOptions options, TimeProvider time)
{
    private readonly CertificateTrust _trust = new(options.ClientAuthorities, ExtendedKeyUsage.ClientAuth, time);

    /// <summary>Whether the caller is let in.</summary>
    public bool IsAllowed(X509Certificate2? certificate)
    {
        if (certificate is null || !_trust.Accepts(certificate)) return false;
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == options.ApiServerUser
            || certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Any(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10" && part.GetSingleElementValue() == "system:masters");
    }
}
