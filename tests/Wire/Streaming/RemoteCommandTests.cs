using System.Security.Cryptography;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Streams;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>Both sides of exec and attach against each other, over a real Kestrel.</summary>
public sealed class RemoteCommandTests
{
    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.Spdy)]
    public async Task Input_reaches_its_end_and_both_outputs_and_the_exit_code_come_back(Way way)
    {
        await using var server = await StartAsync(AllStreams, async session =>
        {
            var said = await session.Stdin!.ReadToEndAsync();
            await session.Stdout!.WriteTextAsync("out: " + said);
            await session.Stderr!.WriteTextAsync("err: " + said);
            await session.CompleteAsync(RemoteCommandStatus.Exited(7));
        });
        await using var command = await ConnectAsync(way, server.Address, AllStreams);

        await command.Stdin!.WriteTextAsync("hello");
        await command.Stdin!.CloseWriteAsync();

        var (output, error) = (command.Stdout!.ReadToEndAsync(), command.Stderr!.ReadToEndAsync());
        Assert.Equal(("out: hello", "err: hello"), (await output, await error));
        Assert.Equal(7, (await command.Completion.WaitAsync(Patience)).ExitCode);
    }

    [Fact]
    public async Task In_v4_input_arrives_though_its_end_cannot()
    {
        await using var server = await StartAsync(AllStreams, async session =>
        {
            var buffer = new byte[5];
            await session.Stdin!.ReadExactlyAsync(buffer);
            await session.Stdout!.WriteAsync(buffer);
            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        await using var command = await ConnectAsync(Way.WebSocketV4, server.Address, AllStreams);

        await command.Stdin!.WriteTextAsync("hello");
        await command.Stdin!.CloseWriteAsync();

        Assert.Equal("hello", await command.Stdout!.ReadToEndAsync());
        Assert.Equal(0, (await command.Completion.WaitAsync(Patience)).ExitCode);
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task Much_output_arrives_whole_before_the_status(Way way)
    {
        var bytes = new byte[5_000_000];
        new Random(3).NextBytes(bytes);
        await using var server = await StartAsync(AllStreams, async session =>
        {
            await session.Stdout!.WriteAsync(bytes);
            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        await using var command = await ConnectAsync(way, server.Address, AllStreams);

        var got = await SHA256.HashDataAsync(command.Stdout!).AsTask().WaitAsync(Patience);

        Assert.Equal(SHA256.HashData(bytes), got);
        Assert.Equal(0, (await command.Completion.WaitAsync(Patience)).ExitCode);
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task A_terminal_tells_its_sizes_as_they_change(Way way)
    {
        await using var server = await StartAsync(Terminal, async session =>
        {
            Assert.Null(session.Stderr);
            await foreach (var size in session.Resizes)
            {
                await session.Stdout!.WriteTextAsync($"{size.Width}x{size.Height} ");
                if (size.Width == 0) break;
            }

            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        await using var command = await ConnectAsync(way, server.Address, Terminal);

        await command.ResizeAsync(new(80, 24));
        var first = new byte[6];
        await command.Stdout!.ReadExactlyAsync(first).AsTask().WaitAsync(Patience);
        await command.ResizeAsync(new(132, 50));
        await command.ResizeAsync(new(0, 0));

        Assert.Equal("80x24 "u8.ToArray(), first);
        Assert.Equal("132x50 0x0 ", await command.Stdout!.ReadToEndAsync());
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task When_the_asker_hangs_up_the_session_is_closed(Way way)
    {
        TaskCompletionSource closed = new();
        await using var server = await StartAsync(AllStreams, async session =>
        {
            await session.Closed;
            closed.SetResult();
        });
        var command = await ConnectAsync(way, server.Address, AllStreams);

        await command.DisposeAsync();

        await closed.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task A_server_that_leaves_without_a_status_is_an_error(Way way)
    {
        await using var server = await StartAsync(AllStreams, _ => Task.CompletedTask);
        await using var command = await ConnectAsync(way, server.Address, AllStreams);

        await Assert.ThrowsAnyAsync<IOException>(() => command.Completion.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_protocol_that_is_not_served_is_refused_in_words()
    {
        await using var server = await StartAsync(AllStreams, _ => Task.CompletedTask);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, server.Address);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("SPDY", "3.1"));
        request.Headers.Add("X-Stream-Protocol-Version", ["v3.channel.k8s.io", "channel.k8s.io"]);

        using var response = await http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(["v4.channel.k8s.io"], response.Headers.GetValues("X-Accept-Stream-Protocol-Versions"));
        Assert.Equal(
            "unable to upgrade: unable to negotiate protocol: client supports [v3.channel.k8s.io channel.k8s.io], server accepts [v4.channel.k8s.io]",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_plain_request_is_refused()
    {
        await using var server = await StartAsync(AllStreams, _ => Task.CompletedTask);
        using HttpClient http = new();

        using var response = await http.PostAsync(server.Address, null);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("unable to upgrade: missing upgrade headers in request", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Dialling_a_server_that_refuses_gives_its_words()
    {
        await using var server = await Hosting.LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.Body.WriteAsync("no such token\n"u8.ToArray()).AsTask();
        });
        using SpdyDialer dialer = new(Execution);

        var error = await Assert.ThrowsAsync<UpgradeRefusedException>(() => dialer.StartCommandAsync(server.Address, AllStreams));

        Assert.Equal((404, "unable to upgrade connection: no such token"), (error.StatusCode, error.Message));
    }
}
