using System.Buffers;
using Kybernet.Base;
using Kybernet.Wire.Spdy;
using Kybernet.Wire.Tests.Streams;

namespace Kybernet.Wire.Tests.Spdy;

/// <summary>A server session against a peer of single frames.</summary>
public sealed class SpdyPeerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly DuplexPipe _peer;
    private readonly SpdySession _server;
    private readonly SpdyFrameReader _reader;
    private readonly SpdyFrameWriter _writer = new();

    public SpdyPeerTests()
    {
        (_peer, var transport) = DuplexPipe.Create();
        _reader = new(_peer);
        _server = SpdySession.Server(transport, ExecutionEnvironment.System(), new() { LingerTimeout = TimeSpan.Zero });
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private async Task SendAsync(params SpdyFrame[] frames)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (var frame in frames) _writer.Write(frame, bytes);
        await _peer.WriteAsync(bytes.WrittenMemory);
    }

    private Task<SpdyFrame?> ReceiveAsync() => _reader.ReadAsync(default).AsTask().WaitAsync(Patience);

    [Fact]
    public async Task A_ping_comes_back_and_what_does_not_matter_is_tolerated()
    {
        await SendAsync(
            new SpdyFrame.Settings([new(0, 7, 65536)]),
            new SpdyFrame.WindowUpdate(0, 1000),
            new SpdyFrame.WindowUpdate(99, 1000),
            new SpdyFrame.Data(99, "late"u8.ToArray()),
            new SpdyFrame.RstStream(99, SpdyResetStatus.Cancel),
            new SpdyFrame.Ping(4),
            new SpdyFrame.Ping(5));

        Assert.Equal(new SpdyFrame.Ping(5), await ReceiveAsync());
    }

    [Fact]
    public async Task What_was_said_before_the_connection_broke_can_still_be_read()
    {
        var said = new byte[4 * 256 * 1024];
        var sending = SendAsync(
            new SpdyFrame.SynStream(1, NoHeaders), new SpdyFrame.Data(1, said), new SpdyFrame.RstStream(1, SpdyResetStatus.Cancel));
        var stream = await _server.AcceptAsync();
        // The peer takes nothing in any more; that must not cut off what is still to be read.
        _peer.StopReading();
        await stream!.WriteAsync(new byte[100_000]);

        await stream.ReadExactlyAsync(new byte[said.Length]).AsTask().WaitAsync(Patience);

        await sending;
        await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(1u)]
    public async Task A_stream_number_that_is_not_the_peers_to_use_ends_the_session(uint second)
    {
        await SendAsync(new SpdyFrame.SynStream(1, NoHeaders), new SpdyFrame.SynStream(second, NoHeaders));

        Assert.IsType<SpdyFrame.SynReply>(await ReceiveAsync());
        Assert.Equal(new SpdyFrame.GoAway(1, SpdyGoAwayStatus.ProtocolError), await ReceiveAsync());
        await _server.Completion.WaitAsync(Patience);
    }

    [Fact]
    public async Task Noise_ends_the_session_with_a_protocol_error()
    {
        await SendAsync(new SpdyFrame.SynStream(1, NoHeaders));
        var stream = await _server.AcceptAsync();
        await _peer.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray().Prepend((byte)0x80).ToArray());

        var error = await Assert.ThrowsAnyAsync<IOException>(() => stream!.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));

        Assert.IsType<SpdyProtocolException>(error.InnerException);
        Assert.StartsWith("SPDY: ", error.Message);
    }

    [Fact]
    public async Task A_peer_that_stops_in_the_middle_of_a_frame_is_gone()
    {
        await SendAsync(new SpdyFrame.SynStream(1, NoHeaders));
        var stream = await _server.AcceptAsync();
        await _peer.WriteAsync(new byte[] { 0x80, 3 });
        await _peer.CloseWriteAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => stream!.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        await _server.Completion.WaitAsync(Patience);
    }

    [Fact]
    public async Task Opening_a_stream_that_already_has_its_end_gives_an_empty_one()
    {
        await SendAsync(new SpdyFrame.SynStream(1, NoHeaders, Fin: true));

        var stream = await _server.AcceptAsync();

        Assert.Equal(0, await stream!.ReadAsync(new byte[1]));
    }
}
