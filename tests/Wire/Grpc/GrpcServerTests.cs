using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Wire.Tests.Grpc;

/// <summary>Our server and our client against each other.</summary>
public sealed class GrpcServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly GrpcMethod<VersionRequest, VersionResponse> Many = GrpcMethod.Protobuf<VersionRequest, VersionResponse>("/test.Echo/Many");
    private static readonly GrpcMethod<VersionRequest, VersionResponse> Talk = GrpcMethod.Protobuf<VersionRequest, VersionResponse>("/test.Echo/Talk");

    private readonly GrpcServer _server = new(NullLogger.Instance, TimeProvider.System, maxReceiveBytes: 1_000_000);
    private LoopbackServer _host = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _host = await LoopbackServer.StartAsync(_server.HandleAsync, HttpProtocols.Http2);
        _channel = GrpcChannel.ForAddress(_host.Address);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_unary_call_is_answered_and_sees_its_headers()
    {
        _server.MapUnary(RawGrpc.Echo, (request, call) =>
            Task.FromResult(new VersionResponse { Version = $"{request.Version} {call.Header("token")} {call.Header("none") ?? "-"}" }));

        var response = await _channel.UnaryAsync(RawGrpc.Echo, new() { Version = "v1" }, new() { Headers = [new("token", "t")] });

        Assert.Equal("v1 t -", response.Version);
    }

    [Fact]
    public async Task A_handlers_status_is_the_callers_exception_in_any_letters()
    {
        _server.MapUnary(RawGrpc.Echo, (_, _) => throw new GrpcException(GrpcStatusCode.FailedPrecondition, "100% ungültig\n"));

        var error = await Assert.ThrowsAsync<GrpcException>(() => _channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal((GrpcStatusCode.FailedPrecondition, "100% ungültig\n"), (error.Code, error.Detail));
    }

    [Fact]
    public async Task A_handler_that_fails_otherwise_is_Unknown()
    {
        _server.MapUnary(RawGrpc.Echo, (_, _) => throw new InvalidOperationException("broken"));

        var error = await Assert.ThrowsAsync<GrpcException>(() => _channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal("rpc error: code = Unknown desc = broken", error.Message);
    }

    [Fact]
    public async Task What_is_not_mapped_is_unimplemented()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() => _channel.UnaryAsync(RawGrpc.Echo, new()));

        Assert.Equal((GrpcStatusCode.Unimplemented, "unknown method /test.Echo/Say"), (error.Code, error.Detail));
    }

    [Fact]
    public async Task A_request_beyond_the_bound_is_refused()
    {
        _server.MapUnary(RawGrpc.Echo, (request, _) => Task.FromResult(new VersionResponse { Version = request.Version }));

        Assert.Equal(900_000, (await _channel.UnaryAsync(RawGrpc.Echo, new() { Version = new('x', 900_000) })).Version.Length);
        var error = await Assert.ThrowsAsync<GrpcException>(
            () => _channel.UnaryAsync(RawGrpc.Echo, new() { Version = new('x', 1_100_000) }));

        Assert.Equal(GrpcStatusCode.ResourceExhausted, error.Code);
    }

    [Fact]
    public async Task A_stream_of_answers_ends_with_its_status()
    {
        _server.MapServerStream(Many, async (request, call) =>
        {
            for (var i = 0; i < 1000; i++) await call.WriteAsync(new() { Version = $"{request.Version}{i}" });
        });

        List<string> seen = [];
        await foreach (var response in _channel.ServerStreamAsync(Many, new() { Version = "n" })) seen.Add(response.Version);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"n{i}"), seen);
    }

    [Fact]
    public async Task A_conversation_goes_on_until_the_client_is_done()
    {
        _server.MapDuplex(Talk, async call =>
        {
            await call.WriteAsync(new() { Version = "welcome" });
            while (await call.ReadAsync() is { } request) await call.WriteAsync(new() { Version = "re: " + request.Version });
            await call.WriteAsync(new() { Version = "bye" });
        });
        await using var talk = _channel.Duplex(Talk);
        await using var heard = talk.ReadAllAsync().GetAsyncEnumerator();

        Assert.Equal("welcome", await NextAsync());
        for (var i = 0; i < 100; i++)
        {
            await talk.WriteAsync(new() { Version = $"{i}" });
            Assert.Equal($"re: {i}", await NextAsync());
        }

        talk.CompleteWriting();
        Assert.Equal("bye", await NextAsync());
        Assert.False(await heard.MoveNextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(Patience));
            return heard.Current.Version;
        }
    }

    [Fact]
    public async Task The_deadline_is_the_servers_too()
    {
        TaskCompletionSource cancelled = new();
        _server.MapUnary(RawGrpc.Echo, async (_, call) =>
        {
            await using var registration = call.Cancellation.Register(cancelled.SetResult);
            await cancelled.Task;
            throw new OperationCanceledException();
        });

        var error = await Assert.ThrowsAsync<GrpcException>(
            () => _channel.UnaryAsync(RawGrpc.Echo, new(), new() { Timeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Code);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_handler()
    {
        TaskCompletionSource started = new(), cancelled = new();
        _server.MapDuplex(Talk, async call =>
        {
            await using var registration = call.Cancellation.Register(cancelled.SetResult);
            started.SetResult();
            await call.ReadAsync();
        });
        var talk = _channel.Duplex(Talk);
        await started.Task.WaitAsync(Patience);

        await talk.DisposeAsync();

        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_token_that_fires_after_the_call_was_given_up_does_no_harm()
    {
        _server.MapDuplex(Talk, async call =>
        {
            await call.WriteAsync(new VersionResponse());
            await call.ReadAsync();
        });
        using CancellationTokenSource later = new();
        var talk = _channel.Duplex(Talk);
        // An enumeration that nobody ends.
        var answers = talk.ReadAllAsync(later.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await answers.MoveNextAsync());

        await talk.DisposeAsync();

        await later.CancelAsync();
    }

    [Fact]
    public async Task What_is_no_grpc_is_an_unsupported_media_type()
    {
        using HttpClient http = new()
        {
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await http.PostAsync(new Uri(_host.Address, "/test.Echo/Say"), new StringContent("{}"));

        Assert.Equal(415, (int)response.StatusCode);
    }
}
