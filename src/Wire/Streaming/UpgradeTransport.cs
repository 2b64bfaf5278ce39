using System.Net;
using System.Net.Security;
using System.Text;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>HTTP clients for requests that switch protocols.</summary>
public static class UpgradeTransport
{
    private const int MaxRefusal = 4096;

    /// <summary>A client that passes answers on as they are: no redirects, cookies, proxies or decompression.</summary>
    /// <param name="tls">Certificates and trust for <c>https</c> addresses.</param>
    public static HttpMessageInvoker Create(SslClientAuthenticationOptions? tls = null)
    {
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(30),
        };
        if (tls is not null) handler.SslOptions = tls;
        return new(handler, disposeHandler: true);
    }

    /// <summary>A request that can lead to a switch: only HTTP/1.1 knows that.</summary>
    internal static HttpRequestMessage Request(HttpMethod method, Uri address) => new(method, address)
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Sends the request; the answer is 101, and its content is the connection.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered something else.</exception>
    /// <exception cref="IOException">There was no connection, or it was lost.</exception>
    internal static async Task<HttpResponseMessage> SwitchAsync(
        this HttpMessageInvoker http, HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"error dialing {request.RequestUri!.Authority}: {(e.InnerException ?? e).Message}", e);
        }

        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return response;
        using (response)
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var words = Encoding.UTF8.GetString(await StreamCopy.ReadToEndAsync(stream, MaxRefusal, cancellation)).Trim();
            throw new UpgradeRefusedException((int)response.StatusCode, $"unable to upgrade connection: {words}");
        }
    }
}
