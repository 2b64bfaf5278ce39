using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Kubelet.Server;

/// <summary>
/// Who may use the kubelet's server: holders of a client certificate of the cluster's authority that is the API server's
/// or an administrator's. (Upstream asks the API server by SubjectAccessReview; that comes with delegated authorization.)
/// </summary>
internal sealed class ClientCheck(KubeletServerOptions options, TimeProvider time)
{
    /// <summary>Whether the caller is let in.</summary>
    public bool IsAllowed(X509Certificate2? certificate)
    {
        if (certificate is null) return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.ClientAuthorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        if (!chain.Build(certificate)) return false;
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == options.ApiServerUser
            || certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Any(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10" && part.GetSingleElementValue() == "system:masters");
    }
}
