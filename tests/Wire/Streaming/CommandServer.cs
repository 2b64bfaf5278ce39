using System.Net.WebSockets;
using System.Text;
using Kybernet.Base;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>The ways to ask for a command.</summary>
public enum Way
{
    WebSocketV5,
    WebSocketV4,
    Spdy,
}

/// <summary>A server that gives whoever connects a session to play with, and the clients to reach it.</summary>
internal static class CommandServer
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    public static readonly ExecutionEnvironment Execution = ExecutionEnvironment.System();
    public static readonly RemoteCommandOptions AllStreams = new() { Stdin = true, Stdout = true, Stderr = true };
    public static readonly RemoteCommandOptions Terminal = new() { Stdin = true, Stdout = true, Tty = true };

    public static Task<LoopbackServer> StartAsync(RemoteCommandOptions options, Func<IRemoteCommandSession, Task> command) =>
        LoopbackServer.StartAsync(context => HandleAsync(context, options, command));

    public static async Task HandleAsync(HttpContext context, RemoteCommandOptions options, Func<IRemoteCommandSession, Task> command)
    {
        try
        {
            await using var session = await StreamingUpgrade.AcceptRemoteCommandAsync(context, options, Execution);
            await command(session);
        }
        catch (UpgradeRefusedException e)
        {
            context.Response.StatusCode = e.StatusCode;
            await context.Response.WriteAsync(e.Message);
        }
    }

    public static async Task<IRemoteCommand> ConnectAsync(Way way, Uri address, RemoteCommandOptions options)
    {
        if (way == Way.Spdy)
        {
            using SpdyDialer dialer = new(Execution);
            return await dialer.StartCommandAsync(address, options).WaitAsync(Patience);
        }

        using WebSocketDialer webSocket = new(Execution)
        {
            CommandProtocols = way == Way.WebSocketV5 ? [StreamingProtocol.V5, StreamingProtocol.V4] : [StreamingProtocol.V4],
        };
        return await webSocket.StartCommandAsync(address, options).WaitAsync(Patience);
    }

    public static async Task<ClientWebSocket> OpenWebSocketAsync(Uri address, params string[] protocols)
    {
        ClientWebSocket socket = new();
        foreach (var protocol in protocols) socket.Options.AddSubProtocol(protocol);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, default).WaitAsync(Patience);
        return socket;
    }

    public static async Task<string> ReadToEndAsync(this Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    /// <summary>A runtime ends its streams by resetting them, which is no failure.</summary>
    public static async Task<string> ReadUntilResetAsync(this Stream stream)
    {
        StringBuilder text = new();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience) is var got and > 0) text.Append(Encoding.UTF8.GetString(buffer, 0, got));
        }
        catch (IOException e) when (e.Message.Contains("reset"))
        {
        }

        return text.ToString();
    }

    public static ValueTask WriteTextAsync(this Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text));
}
