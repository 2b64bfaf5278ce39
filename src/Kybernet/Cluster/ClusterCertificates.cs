using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.Host.Cluster;

/// <summary>
/// The certificates of a cluster, kept under DIR/pki in kubeadm's names: made on first use, made anew when they are about
/// to end or no longer name what they have to.
/// </summary>
internal sealed class ClusterCertificates
{
    // A certificate that ends within this time is replaced at start.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(90);

    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly CertificateAuthority _authority;

    private ClusterCertificates(string directory, TimeProvider time, CertificateAuthority authority) =>
        (_directory, _time, _authority) = (directory, time, authority);

    /// <summary>The certificate of the cluster's authority, as PEM.</summary>
    public string AuthorityPem => _authority.CertificatePem;

    /// <summary>The file of the authority's certificate.</summary>
    public string AuthorityFile => Path.Combine(_directory, "ca.crt");

    /// <summary>The file of the key that signs service-account tokens.</summary>
    public string ServiceAccountKeyFile => Path.Combine(_directory, "sa.key");

    /// <summary>Takes up the authority in a directory, or makes one.</summary>
    public static ClusterCertificates Open(string directory, TimeProvider time)
    {
        var certificate = Path.Combine(directory, "ca.crt");
        var key = Path.Combine(directory, "ca.key");
        if (File.Exists(certificate) && File.Exists(key))
        {
            return new(directory, time, CertificateAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key)));
        }

        var authority = CertificateAuthority.Create("kubernetes", time);
        SecretFile.Write(certificate, authority.CertificatePem);
        SecretFile.Write(key, authority.KeyPem);
        return new(directory, time, authority);
    }

    /// <summary>The API server's serving certificate: for all names under which clients and pods reach it.</summary>
    public IssuedCertificate ApiServer(IPAddress serviceAddress, IPAddress nodeAddress, string clusterDomain) => Obtain(
        "apiserver",
        new CertificateSubject("kube-apiserver")
        {
            ForServer = true,
            DnsNames =
            [
                "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{clusterDomain}",
                Dns.GetHostName().ToLowerInvariant(),
            ],
            Addresses = [.. new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, serviceAddress, nodeAddress }.Distinct()],
        });

    /// <summary>A kubelet's serving certificate.</summary>
    public IssuedCertificate KubeletServing(string nodeName, IPAddress address) => Obtain(
        $"kubelet-{nodeName}-serving",
        new CertificateSubject($"system:node:{nodeName}")
        {
            Organizations = ["system:nodes"], ForServer = true, DnsNames = [nodeName], Addresses = [address],
        });

    /// <summary>A client certificate, kept under <paramref name="file"/>.</summary>
    public IssuedCertificate Client(string file, string user, params IReadOnlyList<string> groups) =>
        Obtain(file, new CertificateSubject(user) { Organizations = groups, ForClient = true });

    /// <summary>Makes the service-account signing key if there is none, and gives it as PEM.</summary>
    public string ServiceAccountKey() => SigningKey.Ensure(ServiceAccountKeyFile);

    private IssuedCertificate Obtain(string name, CertificateSubject subject)
    {
        var certificateFile = Path.Combine(_directory, name + ".crt");
        var keyFile = Path.Combine(_directory, name + ".key");
        if (File.Exists(certificateFile) && File.Exists(keyFile))
        {
            IssuedCertificate known = new(File.ReadAllText(certificateFile), File.ReadAllText(keyFile));
            if (IsGood(known, subject)) return known;
        }

        var issued = _authority.Issue(subject, _time);
        SecretFile.Write(certificateFile, issued.CertificatePem);
        SecretFile.Write(keyFile, issued.KeyPem);
        return issued;
    }

    private bool IsGood(IssuedCertificate issued, CertificateSubject subject)
    {
        using var certificate = X509Certificate2.CreateFromPem(issued.CertificatePem);
        return certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow() > RenewBefore
            && subject.DnsNames.All(name => certificate.MatchesHostname(name))
            && subject.Addresses.All(address => certificate.MatchesHostname(address.ToString()));
    }
}
