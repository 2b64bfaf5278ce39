using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

/// <summary>Kestrel, set up as the API needs it: HTTPS with HTTP/1.1 and HTTP/2, client certificates asked for but not demanded.</summary>
internal sealed class HttpsFront : IAsyncDisposable
{
    private const int MaxConcurrentStreams = 250;
    private const int StreamWindowBytes = 1 << 20;
    private const int MaxHeadBytes = 1 << 20;
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private HttpsFront(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints =>
    [
        .. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(static a => new Uri(a)).Select(static u => new IPEndPoint(IPAddress.Parse(u.Host), u.Port)),
    ];

    /// <summary>Starts to listen.</summary>
    /// <param name="listen">Where; port 0 lets the system choose.</param>
    /// <param name="certificate">The server's certificate with its key; asked for anew at each handshake, so that it can be renewed.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="minReadRate">How many bytes a second a client must take of what it asked for, or be dropped.</param>
    /// <param name="loggers">Where Kestrel tells of its troubles.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="IOException">A port is taken, or an address is not this machine's.</exception>
    public static async Task<HttpsFront> StartAsync(
        IReadOnlyList<IPEndPoint> listen, Func<X509Certificate2> certificate, RequestDelegate handler, int minReadRate, ILoggerFactory loggers,
        CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => Configure(options, listen, certificate, minReadRate));
        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            // Kestrel tells by an IOException only that a port is taken.
            if (e is SocketException) throw new IOException($"failed to listen on {string.Join(", ", listen)}: {e.Message}", e);
            throw;
        }

        return new HttpsFront(app);
    }

    /// <summary>Stops to listen, and lets what is being answered come to its end for a few seconds.</summary>
    /// <param name="time">By whose clock.</param>
    public async Task StopAsync(TimeProvider time)
    {
        using CancellationTokenSource timeout = new(ShutdownTimeout, time);
        await _app.StopAsync(timeout.Token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(
        KestrelServerOptions options, IReadOnlyList<IPEndPoint> listen, Func<X509Certificate2> certificate, int minReadRate)
    {
        options.AddServerHeader = false;
        // As Go has it: bytes that are no UTF-8 are no reason to refuse a request, and a warning may quote any text.
        options.RequestHeaderEncodingSelector = static _ => Encoding.UTF8;
        options.ResponseHeaderEncodingSelector = static name => name == "Warning" ? Encoding.UTF8 : null;
        options.Limits.MaxRequestBodySize = null;
        // Go's limit, for selectors can be long.
        options.Limits.MaxRequestLineSize = MaxHeadBytes;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadBytes;
        // Who reads slower than this, or not at all, is dropped, over HTTP/2 too. What is pending is a piece of an answer.
        options.Limits.MinResponseDataRate = new MinDataRate(minReadRate, ReadGrace);
        options.Limits.Http2.MaxStreamsPerConnection = MaxConcurrentStreams;
        options.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        options.Limits.Http2.InitialConnectionWindowSize = StreamWindowBytes * 4;
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        HttpsConnectionAdapterOptions https = new()
        {
            ServerCertificateSelector = (_, _) => certificate(),
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            // Any certificate is let in here: whose it is, authentication judges by its own authorities.
            ClientCertificateValidation = static (_, _, _) => true,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        foreach (var endpoint in listen)
        {
            options.Listen(endpoint, o =>
            {
                o.Protocols = HttpProtocols.Http1AndHttp2;
                o.UseHttps(https);
            });
        }
    }
}
