using Microsoft.AspNetCore.Hosting;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kybernet.Storage.Serving;

/// <summary>Where and how connections are taken.</summary>
internal static class EtcdListener
{
    /// <exception cref="ArgumentException">An address or the certificates make no sense.</exception>
    public static void Listen(KestrelServerOptions kestrel, EtcdServerOptions options, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 1 << 20;
        foreach (var url in options.ListenUrls) Listen(kestrel, url, HttpProtocols.Http2, options, time);
        foreach (var url in options.ListenMetricsUrls) Listen(kestrel, url, HttpProtocols.Http1, options, time);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, HttpProtocols plain, EtcdServerOptions options, TimeProvider time)
    {
        if (url.Scheme == "unix")
        {
            File.Delete(url.LocalPath);
            kestrel.ListenUnixSocket(url.LocalPath, on => on.Protocols = plain);
            return;
        }

        // etcd, too, binds to addresses only, and to this one name.
        var address = url.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) ? ip
            : throw new ArgumentException($"expected IP in URL for binding ({url})");
        kestrel.Listen(address, url.Port, on =>
        {
            // Without TLS a connection cannot say what it speaks: gRPC has this port, and HTTP/1.1 has --listen-metrics-urls.
            on.Protocols = url.Scheme == "https" ? HttpProtocols.Http1AndHttp2 : plain;
            if (url.Scheme == "https") on.UseHttps(Tls(options, time));
        });
    }

    private static HttpsConnectionAdapterOptions Tls(EtcdServerOptions options, TimeProvider time)
    {
        if (options is not { CertificateFile: { } certificate, KeyFile: { } key })
            throw new ArgumentException("an https address needs --cert-file and --key-file");
        // Here once, so that what is wrong with the files is told at the start; then anew for each connection, so that a renewed
        // certificate needs no restart.
        X509Certificate2.CreateFromPemFile(certificate, key).Dispose();
        HttpsConnectionAdapterOptions tls = new() { ServerCertificateSelector = (_, _) => X509Certificate2.CreateFromPemFile(certificate, key) };
        if (!options.ClientCertAuth) return tls;

        if (options.TrustedCaFile is not { } trusted) throw new ArgumentException("--client-cert-auth needs --trusted-ca-file");
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(trusted);
        tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        CertificateTrust trust = new(authorities, ExtendedKeyUsage.ClientAuth, time);
        tls.ClientCertificateValidation = (shown, sent, _) => trust.Accepts(shown, sent?.ChainPolicy.ExtraStore);
        return tls;
    }
}
