using System.Net;
using System.Net.Security;

namespace Kybernet.Kubelet.Lifecycle;

/// <summary>The HTTP client of probes and hooks: no proxy, no certificate checks, no connection kept.</summary>
internal static class ProbeHttp
{
    /// <summary>Makes one.</summary>
    public static HttpMessageInvoker Create() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
        // As upstream: the pod's certificate is the pod's own business.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    });
}
