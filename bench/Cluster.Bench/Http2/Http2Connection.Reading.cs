using System.Buffers.Binary;

namespace Kybernet.Cluster.Bench.Http2;

internal sealed partial class Http2Connection
{
    private async Task ReadAsync()
    {
        var buffer = new byte[128 << 10];
        var filled = 0;
        try
        {
            while (true)
            {
                var got = await _stream.ReadAsync(buffer.AsMemory(filled));
                if (got == 0) throw new IOException("the server closed the connection");
                filled += got;
                lock (_gate) _corked = true;
                var used = Frames(buffer.AsSpan(0, filled));
                bool flush;
                lock (_gate)
                {
                    _corked = false;
                    flush = BeginFlush();
                }

                if (flush) _ = FlushAsync();
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidDataException)
        {
            Break(e);
        }
    }

    // Handles the whole frames; returns how long they were.
    private int Frames(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (bytes.Length - at >= Frame.HeadLength)
        {
            var head = bytes[at..];
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(head) >> 8);
            if (length > DefaultFrame) throw new InvalidDataException($"a frame of {length} bytes");
            if (head.Length < Frame.HeadLength + length) break;
            Handle(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head[5..]) & int.MaxValue, head.Slice(Frame.HeadLength, length));
            at += Frame.HeadLength + length;
        }

        return at;
    }

    private void Handle(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case Frame.Data:
                OnData(flags, stream, payload);
                break;
            case Frame.Headers:
                OnHeaders(flags, stream, payload);
                break;
            case Frame.Reset:
                Take(stream)?.Fail(new IOException($"the server reset the stream with code {BinaryPrimitives.ReadInt32BigEndian(payload)}"));
                break;
            case Frame.Settings when (flags & Frame.Ack) == 0:
                OnSettings(payload);
                break;
            case Frame.Ping when (flags & Frame.Ack) == 0:
                OnPing(payload);
                break;
            case Frame.GoAway:
                throw new IOException($"the server sends us away with code {BinaryPrimitives.ReadInt32BigEndian(payload[4..])}");
            case Frame.WindowUpdate when stream == 0:
                OnWindow(BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
        }
    }

    private void OnHeaders(byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var ends = (flags & Frame.EndStream) != 0;
        if ((ends ? Take(stream) : Find(stream)) is not { } call) return;
        // A second head is a trailer.
        if (call.Status == 0) call.Head(Hpack.Status(Frame.Content(payload, flags)));
        if (ends) call.End();
    }

    private void OnData(byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        _unacknowledged += payload.Length;
        if (_unacknowledged > AcknowledgeAfter)
        {
            Acknowledge(0, _unacknowledged);
            _unacknowledged = 0;
        }

        var ends = (flags & Frame.EndStream) != 0;
        if ((ends ? Take(stream) : Find(stream)) is not { } call) return;
        call.Data(Frame.Content(payload, flags));
        if (ends)
        {
            call.End();
        }
        else if (call.Unacknowledged > AcknowledgeAfter)
        {
            Acknowledge(stream, call.Unacknowledged);
            call.Unacknowledged = 0;
        }
    }

    private void OnSettings(ReadOnlySpan<byte> payload)
    {
        for (; payload.Length >= 6; payload = payload[6..])
        {
            var value = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
            switch (BinaryPrimitives.ReadUInt16BigEndian(payload))
            {
                case 1 when value is >= 0 and < 4096:
                    throw new InvalidDataException($"the server remembers only {value} bytes of headers");
                case 3:
                    MaxStreams = value;
                    break;
                case 4:
                    lock (_gate) _streamWindow = value;
                    break;
            }
        }

        lock (_gate) Frame.WriteHead(_output.Reserve(Frame.HeadLength), 0, Frame.Settings, Frame.Ack, 0);
        _settled.TrySetResult();
    }

    private void OnPing(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            Frame.WriteHead(_output.Reserve(Frame.HeadLength), payload.Length, Frame.Ping, Frame.Ack, 0);
            _output.Write(payload);
        }
    }

    private void OnWindow(int more)
    {
        lock (_gate)
        {
            _sendWindow += more;
            while (_waiting.TryPeek(out var next) && next.Body.Length <= _sendWindow)
            {
                _waiting.Dequeue();
                Write(next.Call, next.Template, CommonOf(next.Template), next.Path.Span, next.Body.Span);
            }
        }
    }

    private void Acknowledge(int stream, int length)
    {
        lock (_gate) Frame.WriteNumber(_output.Reserve(Frame.HeadLength + 4), Frame.WindowUpdate, stream, length);
    }

    private Call? Find(int stream)
    {
        lock (_gate) return _calls.GetValueOrDefault(stream);
    }

    private Call? Take(int stream)
    {
        lock (_gate) return _calls.Remove(stream, out var call) ? call : null;
    }

    private void Break(Exception reason)
    {
        List<Call> open;
        lock (_gate)
        {
            if (_broken is not null) return;
            _broken = reason;
            open = [.. _calls.Values, .. _waiting.Select(w => w.Call)];
            _calls.Clear();
            _waiting.Clear();
        }

        _settled.TrySetException(reason);
        foreach (var call in open) call.Fail(new IOException("the connection broke", reason));
    }
}
