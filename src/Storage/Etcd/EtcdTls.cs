using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.Storage.Etcd;

/// <summary>By which certificates etcd is trusted, and which one it is shown.</summary>
internal static class EtcdTls
{
    /// <summary>The settings; null when no address wants TLS.</summary>
    /// <exception cref="ArgumentException">Only one of certificate and key is given.</exception>
    public static SslClientAuthenticationOptions? Create(EtcdStoreOptions options, TimeProvider time)
    {
        if (options.CertificateFile is null != options.KeyFile is null)
            throw new ArgumentException("a certificate for etcd needs a key, and a key needs a certificate", nameof(options));
        if (options.Endpoints.All(address => address.Scheme is "http" or "unix")) return null;

        SslClientAuthenticationOptions tls = new();
        if (options.CaFile is { } file)
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(file);
            new CertificateTrust(authorities, ExtendedKeyUsage.ServerAuth, time).Guard(tls);
        }

        if (options is { CertificateFile: { } certificate, KeyFile: { } key })
        {
            // Here once, so that what is wrong with the files is told at the start; then anew for each connection, so that a renewed
            // certificate needs no restart.
            X509Certificate2.CreateFromPemFile(certificate, key).Dispose();
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => X509Certificate2.CreateFromPemFile(certificate, key);
        }

        return tls;
    }
}
