using System.Buffers.Binary;

namespace Kybernet.Cluster.Bench.Http2;

internal sealed partial class Http2Connection
{
    private void WritePreface()
    {
        _output.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        // The server may remember no headers (that spares us a decoder), may not push, and need never wait for us.
        ReadOnlySpan<(ushort Setting, int Value)> settings = [(1, 0), (2, 0), (4, LargestWindow)];
        var frame = _output.Reserve(Frame.HeadLength + 6 * settings.Length);
        Frame.WriteHead(frame, 6 * settings.Length, Frame.Settings, 0, 0);
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[(Frame.HeadLength + 6 * i)..], settings[i].Setting);
            BinaryPrimitives.WriteInt32BigEndian(frame[(Frame.HeadLength + 6 * i + 2)..], settings[i].Value);
        }

        Frame.WriteNumber(_output.Reserve(Frame.HeadLength + 4), Frame.WindowUpdate, 0, LargestWindow - DefaultWindow);
        lock (_gate) _flushing = true;
        _ = FlushAsync();
    }

    // Under the gate.
    private void Write(Call call, RequestTemplate template, ReadOnlySpan<byte> common, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
    {
        call.Stream = _nextStream;
        _nextStream += 2;
        _calls.Add(call.Stream, call);

        const int longestInteger = 6;
        var longest = template.Head.Length + common.Length + 1 + longestInteger + path.Length + template.Tail.Length;
        var frame = _output.Reserve(Frame.HeadLength + longest);
        var at = Frame.HeadLength;
        // The pseudo header fields go before all others; the common fields begin with :authority, so that the path comes first.
        at += Copy(template.Head, frame[at..]);
        at += Hpack.WriteInteger(frame[at..], 0, 4, Hpack.Path);
        at += Hpack.WriteInteger(frame[at..], 0, 7, path.Length);
        at += Copy(path, frame[at..]);
        at += Copy(common, frame[at..]);
        at += Copy(template.Tail, frame[at..]);
        _output.Return(Frame.HeadLength + longest - at);
        var flags = (byte)(Frame.EndHeaders | (body.IsEmpty ? Frame.EndStream : 0));
        Frame.WriteHead(frame, at - Frame.HeadLength, Frame.Headers, flags, call.Stream);
        if (body.IsEmpty) return;

        _sendWindow -= body.Length;
        Frame.WriteHead(_output.Reserve(Frame.HeadLength), body.Length, Frame.Data, Frame.EndStream, call.Stream);
        _output.Write(body);
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        bytes.CopyTo(target);
        return bytes.Length;
    }

    // Under the gate: whether the caller has to flush.
    private bool BeginFlush()
    {
        if (_flushing || _corked || _output.IsEmpty) return false;
        return _flushing = true;
    }

    private async Task FlushAsync()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> batch;
                lock (_gate)
                {
                    if (_output.IsEmpty)
                    {
                        _flushing = false;
                        return;
                    }

                    batch = _output.Take();
                }

                await _stream.WriteAsync(batch);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Break(e);
        }
    }
}
