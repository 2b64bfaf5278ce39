using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Kybernet.Wire.Tests.Hosting;

/// <summary>A real Kestrel on a free port of the loopback interface, or on a unix socket, for the length of one test.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static Task<LoopbackServer> StartAsync(RequestDelegate handle, HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(handle, kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));

    public static Task<LoopbackServer> StartOnUnixSocketAsync(RequestDelegate handle, string path) =>
        StartAsync(handle, kestrel => kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2));

    private static async Task<LoopbackServer> StartAsync(RequestDelegate handle, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(listen);
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
