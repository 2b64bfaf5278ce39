using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Wire.Tests.Grpc;

public sealed class GrpcChannelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_unary_call_sends_a_framed_message_and_reads_one()
    {
        string? path = null, te = null, timeout = null, token = null;
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            path = context.Request.Path;
            te = context.Request.Headers.TE;
            timeout = context.Request.Headers["grpc-timeout"];
            token = context.Request.Headers["token"];
            await context.SayAsync("heard " + await context.HearAsync());
            context.End(0);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var response = await channel.UnaryAsync(RawGrpc.Echo, new() { Version = "v1" }, new()
        {
            Timeout = Patience,
            Headers = [new("token", "secret")],
        });

        Assert.Equal("heard v1", response.Version);
        Assert.Equal(("/test.Echo/Say", "trailers", "20000m", "secret"), (path, te, timeout, token));
    }

    [Fact]
    public async Task A_unix_socket_is_reached()
    {
        var folder = Directory.CreateTempSubdirectory("kbw");
        try
        {
            var socket = Path.Combine(folder.FullName, "s");
            await using var server = await LoopbackServer.StartOnUnixSocketAsync(
                async context =>
                {
                    context.Response.ContentType = "application/grpc";
                    await context.SayAsync("hello");
                    context.End(0);
                },
                socket);
            using var channel = GrpcChannel.ForUnixSocket(socket);

            Assert.Equal("hello", (await channel.UnaryAsync(RawGrpc.Echo, new())).Version);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_missing_socket_is_Unavailable_and_named()
    {
        using var channel = GrpcChannel.ForUnixSocket("/nowhere/there.sock");

        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
        Assert.Contains("/nowhere/there.sock", error.Detail);
    }

    [Theory]
    [InlineData(5, "no%20such%20container %E2%82%AC", "rpc error: code = NotFound desc = no such container €")]
    [InlineData(2, "", "rpc error: code = Unknown desc = ")]
    [InlineData(99, "odd", "rpc error: code = Unknown desc = odd")]
    public async Task A_status_in_the_trailers_is_the_exception(int code, string message, string expected)
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            context.End(code, message);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task An_answer_of_headers_alone_carries_its_status_there()
    {
        await using var server = await RawGrpc.StartAsync(context =>
        {
            context.Response.Headers["grpc-status"] = "12";
            context.Response.Headers["grpc-message"] = "unknown service";
            return Task.CompletedTask;
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal((GrpcStatusCode.Unimplemented, "unknown service"), (error.Code, error.Detail));
    }

    [Theory]
    [InlineData(404, GrpcStatusCode.Unimplemented)]
    [InlineData(401, GrpcStatusCode.Unauthenticated)]
    [InlineData(503, GrpcStatusCode.Unavailable)]
    [InlineData(500, GrpcStatusCode.Unknown)]
    public async Task An_http_error_is_translated(int http, GrpcStatusCode expected)
    {
        await using var server = await RawGrpc.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal(expected, error.Code);
    }

    [Fact]
    public async Task A_message_beyond_the_bound_is_refused_both_ways()
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            await context.HearAsync();
            await context.SayAsync(new('x', 2000));
            context.End(0);
        });
        using var channel = GrpcChannel.ForAddress(server.Address, new() { MaxReceiveBytes = 1000, MaxSendBytes = 500 });

        var received = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));
        var sent = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new() { Version = new('y', 600) }));

        Assert.Equal(GrpcStatusCode.ResourceExhausted, received.Code);
        Assert.Equal("trying to receive message larger than max (2003 vs. 1000)", received.Detail);
        Assert.Equal("trying to send message larger than max (603 vs. 500)", sent.Detail);
    }

    [Theory]
    [InlineData("00000000", "the stream ended within a message")]
    [InlineData("000000000A01", "the stream ended within a message")]
    [InlineData("010000000101", "a compressed message was received, but compression was not agreed on")]
    public async Task A_broken_frame_is_an_internal_error(string bytes, string expected)
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(Convert.FromHexString(bytes));
            context.End(0);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal((GrpcStatusCode.Internal, expected), (error.Code, error.Detail));
    }

    [Fact]
    public async Task A_message_that_is_not_protobuf_is_an_internal_error()
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(Convert.FromHexString("0000000002FFFF"));
            context.End(0);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);

        Assert.Equal(GrpcStatusCode.Internal, (await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(RawGrpc.Echo, new()))).Code);
    }

    [Fact]
    public async Task A_deadline_ends_a_call_that_never_answers()
    {
        TaskCompletionSource aborted = new();
        await using var server = await RawGrpc.StartAsync(context => HangAsync(context, aborted));
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Assert.ThrowsAsync<GrpcException>(
            () => channel.UnaryAsync(RawGrpc.Echo, new(), new() { Timeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal("rpc error: code = DeadlineExceeded desc = context deadline exceeded", error.Message);
        await aborted.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelling_ends_the_call_on_both_sides()
    {
        TaskCompletionSource aborted = new(), arrived = new();
        await using var server = await RawGrpc.StartAsync(context =>
        {
            arrived.SetResult();
            return HangAsync(context, aborted);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using CancellationTokenSource stop = new();

        var call = channel.UnaryAsync(RawGrpc.Echo, new(), cancellation: stop.Token);
        await arrived.Task.WaitAsync(Patience);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await aborted.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_server_stream_is_read_to_its_end_and_its_failure_is_seen()
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            for (var i = 0; i < 3; i++) await context.SayAsync($"{i}");
            context.End(14, "going down");
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        List<string> seen = [];

        var error = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var response in channel.ServerStreamAsync(RawGrpc.Echo, new())) seen.Add(response.Version);
        });

        Assert.Equal(["0", "1", "2"], seen);
        Assert.Equal((GrpcStatusCode.Unavailable, "going down"), (error.Code, error.Detail));
    }

    [Fact]
    public async Task Both_sides_of_a_duplex_call_speak_in_turn()
    {
        await using var server = await RawGrpc.StartAsync(async context =>
        {
            await context.SayAsync("welcome");
            while (await context.HearAsync() is { } said) await context.SayAsync("heard " + said);
            context.End(0);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        await using var call = channel.Duplex(RawGrpc.Echo, new() { Timeout = Patience });
        await using var responses = call.ReadAllAsync().GetAsyncEnumerator();

        Assert.True(await responses.MoveNextAsync());
        Assert.Equal("welcome", responses.Current.Version);
        foreach (var word in new[] { "one", "two" })
        {
            await call.WriteAsync(new() { Version = word });
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal("heard " + word, responses.Current.Version);
        }

        call.CompleteWriting();
        Assert.False(await responses.MoveNextAsync());
    }

    [Fact]
    public async Task Writing_to_a_call_that_cannot_start_says_why()
    {
        using var channel = GrpcChannel.ForUnixSocket("/nowhere/there.sock");
        await using var call = channel.Duplex(RawGrpc.Echo);

        var error = await Assert.ThrowsAsync<GrpcException>(() => call.WriteAsync(new()).WaitAsync(Patience));

        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Disposing_a_duplex_call_tells_the_server()
    {
        TaskCompletionSource aborted = new(), arrived = new();
        await using var server = await RawGrpc.StartAsync(context =>
        {
            arrived.SetResult();
            return HangAsync(context, aborted);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var call = channel.Duplex(RawGrpc.Echo);

        await arrived.Task.WaitAsync(Patience);
        await call.DisposeAsync();
        await call.DisposeAsync();

        await aborted.Task.WaitAsync(Patience);
    }

    private static async Task HangAsync(HttpContext context, TaskCompletionSource aborted)
    {
        await using var gone = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }
}
