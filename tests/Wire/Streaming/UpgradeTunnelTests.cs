using System.Net;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>The API server's place: it passes bytes on and understands none of them.</summary>
public sealed class UpgradeTunnelTests : IDisposable
{
    private readonly HttpMessageInvoker _http = UpgradeTransport.Create();

    public void Dispose() => _http.Dispose();

    private Task<LoopbackServer> StartTunnelAsync(Uri target) => LoopbackServer.StartAsync(async context =>
    {
        try
        {
            await UpgradeTunnel.RunAsync(context, _http, new(target, "/exec/ns/pod/c?command=ls"));
        }
        catch (UpgradeRefusedException e)
        {
            context.Response.StatusCode = e.StatusCode;
            await context.Response.WriteAsync(e.Message);
        }
    });

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task Whatever_is_spoken_goes_through(Way way)
    {
        string? seen = null;
        await using var kubelet = await LoopbackServer.StartAsync(context =>
        {
            seen = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            return HandleAsync(context, AllStreams, async session =>
            {
                var buffer = new byte[5];
                await session.Stdin!.ReadExactlyAsync(buffer);
                await session.Stdout!.WriteAsync(buffer);
                await session.CompleteAsync(RemoteCommandStatus.Exited(3));
            });
        });
        await using var server = await StartTunnelAsync(kubelet.Address);
        await using var command = await ConnectAsync(way, server.Address, AllStreams);

        await command.Stdin!.WriteTextAsync("hello");

        Assert.Equal("hello", await command.Stdout!.ReadToEndAsync());
        Assert.Equal(3, (await command.Completion.WaitAsync(Patience)).ExitCode);
        Assert.Equal($"{(way == Way.Spdy ? "POST" : "GET")} /exec/ns/pod/c?command=ls", seen);
    }

    [Fact]
    public async Task The_callers_credentials_stay_here_and_the_protocols_go_on()
    {
        IHeaderDictionary? seen = null;
        await using var kubelet = await LoopbackServer.StartAsync(async context =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
            context.Response.StatusCode = 403;
            context.Response.Headers["X-Accept-Stream-Protocol-Versions"] = "v4.channel.k8s.io";
            await context.Response.WriteAsync("no");
        });
        await using var server = await StartTunnelAsync(kubelet.Address);
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, server.Address);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("SPDY", "3.1"));
        request.Headers.Add("X-Stream-Protocol-Version", ["v4.channel.k8s.io", "v3.channel.k8s.io"]);
        request.Headers.Add("Authorization", "Bearer secret");
        request.Headers.Add("Impersonate-User", "root");

        using var response = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, "no"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(["v4.channel.k8s.io"], response.Headers.GetValues("X-Accept-Stream-Protocol-Versions"));
        Assert.Equal("SPDY/3.1", seen!["Upgrade"]);
        Assert.Equal(["v4.channel.k8s.io", "v3.channel.k8s.io"], seen["X-Stream-Protocol-Version"].SelectMany(v => v!.Split(", ")));
        Assert.False(seen.ContainsKey("Authorization") || seen.ContainsKey("Impersonate-User"));
    }

    [Fact]
    public async Task When_the_client_hangs_up_the_target_hears_of_it()
    {
        TaskCompletionSource closed = new();
        await using var kubelet = await StartAsync(AllStreams, async session =>
        {
            await session.Closed;
            closed.SetResult();
        });
        await using var server = await StartTunnelAsync(kubelet.Address);
        var socket = await OpenWebSocketAsync(server.Address, "v5.channel.k8s.io");

        socket.Abort();

        await closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_is_a_bad_gateway()
    {
        await using var server = await StartTunnelAsync(new("http://127.0.0.1:1"));
        using SpdyDialer dialer = new(Execution);

        var error = await Assert.ThrowsAsync<UpgradeRefusedException>(() => dialer.StartCommandAsync(server.Address, AllStreams));

        Assert.Equal(502, error.StatusCode);
        Assert.Contains("error dialing backend: Connection refused", error.Message);
    }

    [Fact]
    public async Task A_request_that_asks_for_no_upgrade_is_refused()
    {
        await using var server = await StartTunnelAsync(new("http://127.0.0.1:1"));
        using HttpClient client = new();

        using var response = await client.GetAsync(server.Address);

        Assert.Equal((HttpStatusCode.BadRequest, "Upgrade request required"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }
}
