using Kybernet.Wire.Streaming;
using Kybernet.Wire.Tests.Hosting;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

/// <summary>kubectl to kubelet to runtime: the kubelet in the middle relays between what the two speak.</summary>
public sealed class RemoteCommandRelayTests
{
    private static Task<LoopbackServer> StartRelayAsync(LoopbackServer runtime, TaskCompletionSource? over = null, RemoteCommandOptions? options = null) =>
        StartAsync(options ?? AllStreams, async session =>
        {
            using SpdyDialer dialer = new(Execution);
            await using var command = await dialer.StartCommandAsync(runtime.Address, options ?? AllStreams);
            await RemoteCommandRelay.RunAsync(session, command);
            over?.SetResult();
        });

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.Spdy)]
    public async Task Everything_goes_through(Way way)
    {
        TaskCompletionSource over = new();
        await using var runtime = await StartAsync(AllStreams, async session =>
        {
            await session.Stdin!.CopyToAsync(session.Stdout!);
            await session.Stderr!.WriteTextAsync("that was all");
            await session.CompleteAsync(RemoteCommandStatus.Exited(42));
        });
        await using var relay = await StartRelayAsync(runtime, over);
        await using var command = await ConnectAsync(way, relay.Address, AllStreams);
        var text = new string('x', 700_000);

        var (output, error) = (command.Stdout!.ReadToEndAsync(), command.Stderr!.ReadToEndAsync());
        await command.Stdin!.WriteTextAsync(text);
        await command.Stdin!.CloseWriteAsync();

        Assert.Equal(text, await output);
        Assert.Equal("that was all", await error);
        Assert.Equal(42, (await command.Completion.WaitAsync(Patience)).ExitCode);
        await command.DisposeAsync();
        await over.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.WebSocketV4)]
    [InlineData(Way.Spdy)]
    public async Task A_command_may_end_without_reading_its_input(Way way)
    {
        await using var runtime = await StartAsync(AllStreams, session => session.CompleteAsync(RemoteCommandStatus.Exited(5)));
        await using var relay = await StartRelayAsync(runtime);
        await using var command = await ConnectAsync(way, relay.Address, AllStreams);

        Assert.Equal(5, (await command.Completion.WaitAsync(Patience)).ExitCode);
    }

    [Theory]
    [InlineData(Way.WebSocketV5)]
    [InlineData(Way.Spdy)]
    public async Task When_the_asker_hangs_up_the_runtime_hears_of_it(Way way)
    {
        TaskCompletionSource closed = new(), over = new();
        await using var runtime = await StartAsync(AllStreams, async session =>
        {
            await session.Closed;
            closed.SetResult();
        });
        await using var relay = await StartRelayAsync(runtime, over);
        var command = await ConnectAsync(way, relay.Address, AllStreams);

        await command.DisposeAsync();

        await over.Task.WaitAsync(Patience);
        await closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_runtime_that_breaks_off_is_told_as_an_internal_error()
    {
        await using var runtime = await StartAsync(AllStreams, _ => Task.CompletedTask);
        await using var relay = await StartRelayAsync(runtime);
        await using var command = await ConnectAsync(Way.WebSocketV5, relay.Address, AllStreams);

        var status = await command.Completion.WaitAsync(Patience);

        Assert.Null(status.ExitCode);
        Assert.StartsWith("Internal error occurred: error executing command in container: ", status.Message);
    }

    [Fact]
    public async Task Sizes_of_the_terminal_go_through()
    {
        await using var runtime = await StartAsync(Terminal, async session =>
        {
            await foreach (var size in session.Resizes)
            {
                await session.Stdout!.WriteTextAsync($"{size}");
                break;
            }

            await session.CompleteAsync(RemoteCommandStatus.Success);
        });
        await using var relay = await StartRelayAsync(runtime, options: Terminal);
        await using var command = await ConnectAsync(Way.WebSocketV5, relay.Address, Terminal);

        await command.ResizeAsync(new(81, 25));

        Assert.Equal($"{new TerminalSize(81, 25)}", await command.Stdout!.ReadToEndAsync());
    }
}
