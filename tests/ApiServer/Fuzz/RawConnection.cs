using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>An HTTPS connection on which anything can be sent, and HTTP/1.1 is read.</summary>
internal sealed class RawConnection : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan StreamTaste = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;

    private RawConnection(Socket socket, SslStream stream) => (_socket, _stream) = (socket, stream);

    /// <summary>Whether another request can be sent.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The connection as bytes, for who wants to do it themselves.</summary>
    public Stream Stream => _stream;

    public static async Task<RawConnection> OpenAsync(IPEndPoint server, CancellationToken cancellation, int? receiveBuffer = null)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes) socket.ReceiveBufferSize = bytes;
        try
        {
            await socket.ConnectAsync(server, cancellation);
            SslStream stream = new(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "127.0.0.1",
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                },
                cancellation);
            return new RawConnection(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer. Null: the connection was closed without one.</summary>
    /// <exception cref="OperationCanceledException">No answer came in time.</exception>
    public async Task<RawAnswer?> SendAsync(FuzzRequest request, CancellationToken cancellation)
    {
        // Who has been refused is still sending, perhaps: so both go on at once.
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sent = WriteAsync(request, sending.Token);
        try
        {
            var answer = await ReadAsync(request.Method == "HEAD", IsWatch(request), cancellation);
            if (!sent.IsCompletedSuccessfully || request.BreaksHttp || request.Ending == Ending.Endless) IsOpen = false;
            return answer;
        }
        catch (IOException)
        {
            IsOpen = false;
            return null;
        }
        finally
        {
            sending.Cancel();
            try
            {
                await sent;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
            {
                // The server has closed its ears; what it said counts.
                IsOpen = false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private static bool IsWatch(FuzzRequest request) => request.Target.Contains("watch", StringComparison.OrdinalIgnoreCase);

    private async Task WriteAsync(FuzzRequest request, CancellationToken cancellation)
    {
        await _stream.WriteAsync(request.Head(), cancellation);
        if (request.HasBody) await WriteBodyAsync(request, cancellation);
        await _stream.FlushAsync(cancellation);
        if (!request.EndsEarly) return;
        await _stream.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    private async Task WriteBodyAsync(FuzzRequest request, CancellationToken cancellation)
    {
        var body = request.Body;
        switch (request.Ending)
        {
            case Ending.Whole or Ending.Truncated:
                await _stream.WriteAsync(body, cancellation);
                break;
            case Ending.Chunked or Ending.TruncatedChunks:
                var half = body.Length / 2;
                if (half > 0) await WriteChunkAsync(body.AsMemory(0, half), cancellation);
                if (request.Ending == Ending.TruncatedChunks) break;
                if (half < body.Length) await WriteChunkAsync(body.AsMemory(half), cancellation);
                await _stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellation);
                break;
            case Ending.BrokenChunk:
                await WriteChunkAsync(body.Append((byte)' ').ToArray(), cancellation);
                await _stream.WriteAsync("xyz\r\nfoo\r\n"u8.ToArray(), cancellation);
                break;
            default:
                var piece = new byte[64 * 1024];
                Array.Fill(piece, (byte)' ');
                while (!cancellation.IsCancellationRequested) await WriteChunkAsync(piece, cancellation);
                break;
        }
    }

    private async Task WriteChunkAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), cancellation);
        await _stream.WriteAsync(chunk, cancellation);
        await _stream.WriteAsync("\r\n"u8.ToArray(), cancellation);
    }

    /// <summary>Reads one answer.</summary>
    public async Task<RawAnswer?> ReadAsync(bool isHead, bool isWatch, CancellationToken cancellation)
    {
        while (true)
        {
            if (await LineAsync(cancellation) is not { Length: > 0 } status)
            {
                IsOpen = false;
                return null;
            }

            var code = int.Parse(status.AsSpan(9, 3), CultureInfo.InvariantCulture);
            Dictionary<string, string> headers = new(StringComparer.Ordinal);
            while (await LineAsync(cancellation) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':');
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }

            if (code is >= 100 and < 200 and not 101) continue;
            if (code == 101 || headers.GetValueOrDefault("connection", "").Contains("close")) IsOpen = false;
            if (isHead || code is 101 or 204 or 304) return new RawAnswer(code, headers, [], false);
            var (body, isPart) = await BodyAsync(headers, isWatch && code == 200, cancellation);
            if (isPart) IsOpen = false;
            return new RawAnswer(code, headers, body, isPart);
        }
    }

    private async Task<(byte[] Body, bool IsPart)> BodyAsync(Dictionary<string, string> headers, bool mayStream, CancellationToken cancellation)
    {
        using MemoryStream body = new();
        if (headers.TryGetValue("content-length", out var text))
        {
            await CopyAsync(body, int.Parse(text, CultureInfo.InvariantCulture), cancellation);
            return (body.ToArray(), false);
        }

        if (!headers.GetValueOrDefault("transfer-encoding", "").Contains("chunked"))
        {
            IsOpen = false;
            while (await FillAsync(cancellation)) Take(body, _end - _start);
            return (body.ToArray(), false);
        }

        // A watch does not end by itself: what comes within a moment is looked at.
        using var taste = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (mayStream) taste.CancelAfter(StreamTaste);
        try
        {
            while (true)
            {
                var line = await LineAsync(taste.Token) ?? throw new IOException("the answer ends in the midst of its chunks");
                var length = int.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await CopyAsync(body, length, taste.Token);
                await LineAsync(taste.Token);
                if (length == 0) return (body.ToArray(), false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (body.ToArray(), true);
        }
    }

    private async Task CopyAsync(MemoryStream target, int count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellation)) throw new IOException("the answer ends before its end");
            count -= Take(target, Math.Min(count, _end - _start));
        }
    }

    private int Take(MemoryStream target, int count)
    {
        target.Write(_buffer, _start, count);
        _start += count;
        return count;
    }

    // Null: the connection is at its end.
    private async Task<string?> LineAsync(CancellationToken cancellation)
    {
        StringBuilder line = new();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation)) return line.Length == 0 ? null : throw new IOException("a line without an end");
            var c = (char)_buffer[_start++];
            if (c == '\n') return line.ToString();
            if (c != '\r') line.Append(c);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = 0;
        _end = await _stream.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }
}
