using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer;
using Kybernet.Base.Certificates;
using Kybernet.Client;

namespace Kybernet.Testing;

/// <summary>The way to a test cluster over HTTPS: an authority of its own, a free port of the loopback, an administrator.</summary>
internal sealed class HttpsAccess : IDisposable
{
    private readonly X509Certificate2 _serving;
    private readonly IssuedCertificate _admin;

    private HttpsAccess(string authorityPem, X509Certificate2 serving, IssuedCertificate admin) =>
        (AuthorityPem, _serving, _admin) = (authorityPem, serving, admin);

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPem { get; }

    public static HttpsAccess Create(TimeProvider time)
    {
        using var authority = CertificateAuthority.Create("kubernetes", time);
        var serving = authority.Issue(
            new CertificateSubject("kube-apiserver") { ForServer = true, DnsNames = ["localhost", "kubernetes.default.svc"], Addresses = [IPAddress.Loopback] }, time);
        var admin = authority.Issue(
            new CertificateSubject("kubernetes-admin") { ForClient = true, Organizations = [UserInfo.PrivilegedGroup] }, time);
        return new HttpsAccess(authority.CertificatePem, serving.ToX509(), admin);
    }

    public KubeApiServerOptions Apply(KubeApiServerOptions options) => options with
    {
        Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
        ServingCertificate = () => _serving,
        Security = options.Security with { ClientCaPem = AuthorityPem },
    };

    public Kubeconfig KubeconfigFor(int port) => Kubeconfig.Of(
        new KubeconfigCluster
        {
            Name = "test",
            Server = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}"),
            CertificateAuthorityPem = AuthorityPem,
        },
        new KubeconfigUser { Name = "kubernetes-admin", ClientCertificatePem = _admin.CertificatePem, ClientKeyPem = _admin.KeyPem });

    public void Dispose() => _serving.Dispose();
}
