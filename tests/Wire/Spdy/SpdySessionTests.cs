using System.Security.Cryptography;
using System.Text;
using Kybernet.Base;
using Kybernet.Wire.Spdy;
using Kybernet.Wire.Tests.Streams;

namespace Kybernet.Wire.Tests.Spdy;

public sealed class SpdySessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly SpdySessionOptions Options = new() { MaxStreams = 8, LingerTimeout = TimeSpan.Zero };

    private readonly SpdySession _client;
    private readonly SpdySession _server;

    public SpdySessionTests()
    {
        var environment = ExecutionEnvironment.System();
        var (a, b) = DuplexPipe.Create();
        _client = SpdySession.Client(a, environment, Options);
        _server = SpdySession.Server(b, environment, Options);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<(SpdyStream Near, SpdyStream Far)> OpenAsync(string kind = "data")
    {
        var near = await _client.OpenAsync(new Dictionary<string, string> { ["streamType"] = kind }).WaitAsync(Patience);
        var far = await _server.AcceptAsync().AsTask().WaitAsync(Patience);
        return (near, far!);
    }

    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Headers_reach_the_other_side_whatever_the_case_of_their_names()
    {
        var (near, far) = await OpenAsync("stdin");

        Assert.Equal((1u, 1u), (near.Id, far.Id));
        Assert.Equal("stdin", far.Headers["streamtype"]);
        Assert.Equal("stdin", far.Headers["streamType"]);
    }

    [Fact]
    public async Task Either_side_may_open_streams()
    {
        var opening = _server.OpenAsync(new Dictionary<string, string>());
        var accepted = await _client.AcceptAsync().AsTask().WaitAsync(Patience);
        var opened = await opening.WaitAsync(Patience);

        Assert.Equal((2u, 2u), (opened.Id, accepted!.Id));
    }

    [Fact]
    public async Task A_half_that_is_ended_leaves_the_other_open()
    {
        var (near, far) = await OpenAsync();

        await near.WriteAsync("question"u8.ToArray());
        await near.CloseWriteAsync();
        Assert.Equal("question", await ReadToEndAsync(far));
        await far.WriteAsync("answer"u8.ToArray());
        await far.CloseWriteAsync();

        Assert.Equal("answer", await ReadToEndAsync(near));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await near.WriteAsync("more"u8.ToArray()));
    }

    [Fact]
    public async Task A_reset_is_an_error_on_the_other_side()
    {
        var (near, far) = await OpenAsync();
        var reading = far.ReadAsync(new byte[1]).AsTask();

        near.Reset();

        var error = await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(Patience));
        Assert.Contains("Cancel", error.Message);
        await Assert.ThrowsAsync<IOException>(async () => await far.WriteAsync("x"u8.ToArray()));
        await Assert.ThrowsAsync<IOException>(async () => await near.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Much_data_on_many_streams_both_ways_arrives_whole()
    {
        const int streams = 8, size = 3_000_000;
        List<Task> work = [];
        for (var i = 0; i < streams; i++)
        {
            var (near, far) = await OpenAsync();
            var (up, down) = (Noise(i, size), Noise(i + 100, size));
            work.Add(SendAsync(near, up));
            work.Add(SendAsync(far, down));
            work.Add(ExpectAsync(far, up));
            work.Add(ExpectAsync(near, down));
        }

        await Task.WhenAll(work).WaitAsync(Patience);

        static byte[] Noise(int seed, int size)
        {
            var bytes = new byte[size];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }

        static async Task SendAsync(SpdyStream stream, byte[] bytes)
        {
            await stream.WriteAsync(bytes);
            await stream.CloseWriteAsync();
        }

        static async Task ExpectAsync(SpdyStream stream, byte[] bytes) =>
            Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(stream));
    }

    [Fact]
    public async Task A_writer_waits_for_a_reader_that_does_not_read()
    {
        var (near, far) = await OpenAsync();
        var all = new byte[8_000_000];

        var writing = near.WriteAsync(all).AsTask();
        await far.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);

        Assert.False(writing.IsCompleted);
        await far.ReadExactlyAsync(new byte[all.Length - 1]).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_any_more_does_not_hold_up_the_others()
    {
        var (near, far) = await OpenAsync();
        var (near2, far2) = await OpenAsync();
        var writing = near.WriteAsync(new byte[8_000_000]).AsTask();
        await far.ReadExactlyAsync(new byte[1]);

        await far.DisposeAsync();
        await near2.WriteAsync("through"u8.ToArray());
        await near2.CloseWriteAsync();

        Assert.Equal("through", await ReadToEndAsync(far2));
        await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Patience));
    }

    [Fact]
    public async Task More_streams_than_allowed_are_refused()
    {
        for (var i = 0; i < Options.MaxStreams; i++) await OpenAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => _client.OpenAsync(new Dictionary<string, string>()).WaitAsync(Patience));

        Assert.Contains("RefusedStream", error.Message);
    }

    [Fact]
    public async Task Streams_that_are_over_make_room_for_new_ones()
    {
        for (var i = 0; i < 10 * Options.MaxStreams; i++)
        {
            var (near, far) = await OpenAsync();
            await near.CloseWriteAsync();
            await ReadToEndAsync(far);
            await far.CloseWriteAsync();
            await ReadToEndAsync(near);
        }
    }

    [Fact]
    public async Task When_one_side_leaves_the_other_sees_it_everywhere()
    {
        var (near, far) = await OpenAsync();
        await far.WriteAsync("last words"u8.ToArray());
        await far.CloseWriteAsync();
        var (near2, _) = await OpenAsync();

        await _server.DisposeAsync();

        await _client.Completion.WaitAsync(Patience);
        Assert.Equal("last words", await ReadToEndAsync(near));
        await Assert.ThrowsAsync<IOException>(async () => await near2.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<IOException>(() => _client.OpenAsync(new Dictionary<string, string>()));
        Assert.Null(await _client.AcceptAsync());
    }
}
