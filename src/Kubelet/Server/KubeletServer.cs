using Kybernet.Base;
using Kybernet.Wire.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server;

/// <summary>
/// The kubelet's own HTTPS server: logs, exec, attach and port-forward for the API server, and what pods it has.
///   GET  /healthz                              ok
///   GET  /pods                                 the node's pods
///   GET  /containerLogs/NS/POD/CONTAINER       a container's log
///   *    /exec/NS/POD/CONTAINER                runs a command
///   *    /attach/NS/POD/CONTAINER              attaches
///   *    /portForward/NS/POD                   reaches ports
/// </summary>
internal sealed partial class KubeletServer(
    KubeletServerOptions options, PodLogs logs, PodStreams streams, PodList pods, ExecutionEnvironment environment, ILoggerFactory loggers)
    : IKubeletService
{
    private readonly ClientCheck _clients = new(options, environment.Time);
    private readonly ILogger _logger = loggers.CreateLogger<KubeletServer>();

    private WebApplication? _app;

    /// <summary>Listens.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync(cancellation);
        LogListening(options.EndPoint.Port);
    }

    /// <summary>Serves until cancelled; to be called once it has started.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var app = _app ?? throw new InvalidOperationException("it has not started");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, environment.Time, cancellation);
        }
        finally
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(1), environment.Time);
            await app.StopAsync(patience.Token);
        }
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.EndPoint, listen =>
        {
            // Upgrades to WebSocket and SPDY are HTTP/1.1's.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = options.Certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                // Judged for each request: an answer says more than a broken handshake.
                ClientCertificateValidation = static (_, _, _) => true,
            });
        });
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (context.Request.Path == "/healthz") await context.Response.WriteAsync("ok");
            else if (!_clients.IsAllowed(context.Connection.ClientCertificate)) await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            else await RouteAsync(context, (context.Request.Path.Value ?? "").Split('/')[1..]);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up: nobody waits for an answer.
        }
        catch (StreamRefusedException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
        }
        catch (UpgradeRefusedException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e)
        {
            LogFailed(e, context.Request.Path);
            if (!context.Response.HasStarted) await RefuseAsync(context, StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    private Task RouteAsync(HttpContext context, string[] path) => path switch
    {
        ["pods"] => pods.WriteAsync(context),
        ["containerLogs", var ns, var pod, var container] => logs.WriteAsync(context, ns, pod, container),
        ["exec", var ns, var pod, var container] => streams.ExecAsync(context, ns, pod, container),
        ["attach", var ns, var pod, var container] => streams.AttachAsync(context, ns, pod, container),
        ["portForward", var ns, var pod] => streams.PortForwardAsync(context, ns, pod),
        _ => RefuseAsync(context, StatusCodes.Status404NotFound, "404 page not found"),
    };

    private static Task RefuseAsync(HttpContext context, int code, string message)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message);
    }

    [LoggerMessage(LogLevel.Information, "The kubelet's server listens on port {Port}")]
    private partial void LogListening(int port);

    [LoggerMessage(LogLevel.Error, "A request to the kubelet failed: {Path}")]
    private partial void LogFailed(Exception failure, string? path);
}
