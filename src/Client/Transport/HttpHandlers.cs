using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.Client;

/// <summary>Connections to one API server, as its configuration asks for.</summary>
internal static class HttpHandlers
{
    public static SocketsHttpHandler Create(ClientConfig config, TimeProvider time) => new()
    {
        SslOptions = Tls(config, time),
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        // A peer that is gone without a word is noticed even while only watches are open (upstream: 30 s and 15 s).
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };

    /// <summary>Whom the server has to be, and who we are.</summary>
    public static SslClientAuthenticationOptions Tls(ClientConfig config, TimeProvider time)
    {
        SslClientAuthenticationOptions tls = new();
        if (config.TlsServerName.Length > 0) tls.TargetHost = config.TlsServerName;
        if (config.ClientCertificate is { } certificate)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        if (config.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // The user asked for it in so many words.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (config.CertificateAuthorityPem is { } pem)
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPem(pem);
            new CertificateTrust(authorities, ExtendedKeyUsage.ServerAuth, time).Guard(tls);
        }

        return tls;
    }
}
