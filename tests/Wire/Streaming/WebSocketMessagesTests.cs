using System.Net.WebSockets;
using System.Text;
using Kybernet.Wire.Streaming;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>The WebSocket subprotocols, message by message, as kubectl sends and reads them.</summary>
public sealed class WebSocketMessagesTests
{
    private static async Task<(WebSocketMessageType Type, string Bytes)> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
        Assert.True(result.EndOfMessage);
        return (result.MessageType, Encoding.Latin1.GetString(buffer, 0, result.Count));
    }

    private static Task SendAsync(WebSocket socket, params byte[] message) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, true, default);

    [Fact]
    public async Task The_messages_of_a_v5_session_are_as_upstream_sends_them()
    {
        await using var server = await StartAsync(AllStreams, async session =>
        {
            await session.Stdout!.WriteTextAsync(await session.Stdin!.ReadToEndAsync());
            await session.Stderr!.WriteTextAsync("e");
            await session.CompleteAsync(RemoteCommandStatus.Exited(1));
        });
        using var socket = await OpenWebSocketAsync(server.Address, "v5.channel.k8s.io", "v4.channel.k8s.io");

        Assert.Equal("v5.channel.k8s.io", socket.SubProtocol);
        Assert.Equal((WebSocketMessageType.Binary, "\u0001"), await ReceiveAsync(socket));
        await SendAsync(socket, 0, (byte)'h');
        await SendAsync(socket);
        await SendAsync(socket, 77, 1, 2, 3);
        await SendAsync(socket, 255, 99);
        await SendAsync(socket, 0, (byte)'i');
        await SendAsync(socket, 255, 0);
        Assert.Equal((WebSocketMessageType.Binary, "\u0001hi"), await ReceiveAsync(socket));
        Assert.Equal((WebSocketMessageType.Binary, "\u0002e"), await ReceiveAsync(socket));
        var status = await ReceiveAsync(socket);
        Assert.StartsWith("\u0003{\"metadata\":{},\"status\":\"Failure\"", status.Bytes);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(socket)).Type);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task A_message_in_pieces_belongs_to_one_channel()
    {
        await using var server = await StartAsync(AllStreams, async session =>
        {
            await session.Stdout!.WriteTextAsync(await session.Stdin!.ReadToEndAsync());
            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        using var socket = await OpenWebSocketAsync(server.Address, "v5.channel.k8s.io");
        await ReceiveAsync(socket);

        await socket.SendAsync(new byte[] { 0 }, WebSocketMessageType.Binary, false, default);
        await socket.SendAsync("one "u8.ToArray(), WebSocketMessageType.Binary, false, default);
        await socket.SendAsync("two"u8.ToArray(), WebSocketMessageType.Binary, true, default);
        await SendAsync(socket, 255, 0);

        Assert.Equal("\u0001one two", (await ReceiveAsync(socket)).Bytes);
    }

    [Fact]
    public async Task In_v4_the_byte_255_means_nothing()
    {
        await using var server = await StartAsync(AllStreams, async session =>
        {
            var buffer = new byte[1];
            await session.Stdin!.ReadExactlyAsync(buffer);
            await session.Stdout!.WriteAsync(buffer);
            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        using var socket = await OpenWebSocketAsync(server.Address, "v4.channel.k8s.io");
        await ReceiveAsync(socket);

        await SendAsync(socket, 255, 0);
        await SendAsync(socket, 0, (byte)'x');

        Assert.Equal("\u0001x", (await ReceiveAsync(socket)).Bytes);
    }

    [Fact]
    public async Task Without_a_known_subprotocol_there_is_no_session()
    {
        await using var server = await StartAsync(AllStreams, _ => Task.CompletedTask);

        var error = await Assert.ThrowsAsync<WebSocketException>(() => OpenWebSocketAsync(server.Address, "v4.base64.channel.k8s.io"));

        Assert.Contains("400", error.Message);
    }
}
