using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>
/// The HTTPS server of a component that has none for its work: /healthz, /livez and /readyz for everybody, /metrics for
/// whom the API server lets see it.
/// </summary>
internal sealed class ComponentServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ComponentServer(WebApplication app) => _app = app;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ComponentServer> StartAsync(
        IPEndPoint listen, Func<X509Certificate2> certificate, DelegatedAccess access, MetricRegistry metrics, ILoggerFactory loggers,
        CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(listen, on => on.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificateSelector = (_, _) => certificate() }));
        });
        var app = builder.Build();
        app.Run(http => HandleAsync(http, access, metrics));
        ComponentServer server = new(app);
        try
        {
            await app.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private static async Task HandleAsync(HttpContext http, DelegatedAccess access, MetricRegistry metrics)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        if (http.Request.Path.Value is "/healthz" or "/livez" or "/readyz")
        {
            await http.Response.WriteAsync("ok");
            return;
        }

        if (await access.RefusalAsync(http.Request, http.RequestAborted) is var (code, message))
        {
            http.Response.StatusCode = code;
            await http.Response.WriteAsync(message);
        }
        else if (http.Request.Path == "/metrics")
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await http.Response.WriteAsync(metrics.Write());
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("404 page not found\n");
        }
    }
}
