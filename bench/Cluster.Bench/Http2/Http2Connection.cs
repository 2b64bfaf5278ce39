using System.Net.Security;
using System.Net.Sockets;
using Kybernet.Client;

namespace Kybernet.Cluster.Bench.Http2;

/// <summary>
/// A connection of a client that costs next to nothing, so that the server has the machine: headers are encoded beforehand,
/// answers are not looked into, requests that become due together leave together.
/// </summary>
internal sealed partial class Http2Connection : IAsyncDisposable
{
    private const int LargestWindow = int.MaxValue;
    private const int AcknowledgeAfter = 1 << 30;
    private const int DefaultWindow = 65535;
    private const int DefaultFrame = 16384;

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly byte[] _common;
    private readonly byte[] _commonProtobuf;
    private readonly Output _output = new();
    private readonly Dictionary<int, Call> _calls = [];
    private readonly Queue<Waiting> _waiting = [];
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private Exception? _broken;
    private int _nextStream = 1;
    private int _sendWindow = DefaultWindow;
    private int _streamWindow = DefaultWindow;
    private int _unacknowledged;
    private bool _flushing;
    private bool _corked;

    private Http2Connection(Socket socket, SslStream stream, byte[] common, byte[] commonProtobuf) =>
        (_socket, _stream, _common, _commonProtobuf) = (socket, stream, common, commonProtobuf);

    /// <summary>How many requests the server lets be under way at once.</summary>
    public int MaxStreams { get; private set; } = int.MaxValue;

    /// <summary>Connects, and asks for the version once: that teaches the server the headers that all requests have.</summary>
    public static async Task<Http2Connection> OpenAsync(ClientConfig config, CancellationToken cancellation)
    {
        if (config.Server.Scheme != "https") throw new FormatException($"{config.Server} is no https address");
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(config.Server.Host, config.Server.Port, cancellation);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        var tls = HttpHandlers.Tls(config, TimeProvider.System);
        tls.ApplicationProtocols = [SslApplicationProtocol.Http2];
        tls.TargetHost ??= config.Server.Host;
        await stream.AuthenticateAsClientAsync(tls, cancellation);
        if (stream.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
            throw new IOException($"{config.Server} does not speak HTTP/2");

        List<(int Name, string Value)> fields =
        [
            (Hpack.Authority, config.Server.Authority), (Hpack.UserAgent, "kybernet-bench"),
        ];
        if (config.BearerToken.Length > 0) fields.Add((Hpack.Authorization, $"Bearer {config.BearerToken}"));
        fields.Add((Hpack.Accept, "application/json"));
        fields.Add((Hpack.Accept, RequestTemplate.Protobuf));
        // All requests have all of these but one: which of the last two is the template's.
        byte[] Without(int left) =>
            [.. Enumerable.Range(0, fields.Count).Where(i => i != left).SelectMany(i => Hpack.Indexed(Hpack.Newest + fields.Count - 1 - i))];
        Http2Connection connection = new(socket, stream, Without(fields.Count - 1), Without(fields.Count - 2));
        connection.WritePreface();
        connection._reading = connection.ReadAsync();
        await connection._settled.Task.WaitAsync(cancellation);
        await connection.TeachAsync([.. fields.SelectMany(f => Hpack.Remembered(f.Name, f.Value))]);
        return connection;
    }

    /// <summary>Sends a request; gives the status when the whole answer is there.</summary>
    /// <param name="call">What takes the answer; it must not be under way.</param>
    /// <param name="template">Method and content type.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">At most 16 KiB. It has to stay as it is until the answer comes.</param>
    public ValueTask<int> SendAsync(Call call, RequestTemplate template, ReadOnlyMemory<byte> path, ReadOnlyMemory<byte> body)
    {
        var answer = call.Begin();
        bool flush;
        lock (_gate)
        {
            if (_broken is not null) throw new IOException("the connection is broken", _broken);
            if (body.Length > Math.Min(_streamWindow, DefaultFrame))
                throw new ArgumentException("the body is too long for this client", nameof(body));
            if (_waiting.Count > 0 || body.Length > _sendWindow) _waiting.Enqueue(new(call, template, path, body));
            else Write(call, template, CommonOf(template), path.Span, body.Span);
            flush = BeginFlush();
        }

        if (flush) _ = FlushAsync();
        return answer;
    }

    /// <summary>Gives up a call; whoever waits for it gets the status that it had.</summary>
    public void Cancel(Call call)
    {
        bool flush;
        lock (_gate)
        {
            if (!_calls.Remove(call.Stream)) return;
            const int cancelCode = 8;
            Frame.WriteNumber(_output.Reserve(Frame.HeadLength + 4), Frame.Reset, call.Stream, cancelCode);
            flush = BeginFlush();
        }

        if (flush) _ = FlushAsync();
        call.End();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Close();
        await _reading;
        await _stream.DisposeAsync();
    }

    private byte[] CommonOf(RequestTemplate template) => template.WantsProtobuf ? _commonProtobuf : _common;

    private async Task TeachAsync(byte[] remembered)
    {
        Call call = new();
        var answer = call.Begin();
        bool flush;
        lock (_gate)
        {
            Write(call, RequestTemplate.Get, remembered, "/version"u8, []);
            flush = BeginFlush();
        }

        if (flush) _ = FlushAsync();
        if (await answer != 200) throw new IOException($"GET /version was answered with {call.Status}: {call.Failure}");
    }

    private readonly record struct Waiting(Call Call, RequestTemplate Template, ReadOnlyMemory<byte> Path, ReadOnlyMemory<byte> Body);
}
