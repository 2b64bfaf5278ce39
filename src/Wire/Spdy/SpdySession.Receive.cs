using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Spdy;

/// <summary>The receiving half: takes frames from the transport and gives them to the streams.</summary>
public sealed partial class SpdySession
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private uint _lastAccepted;

    private async Task ReceiveAsync()
    {
        IOException end = new("the SPDY connection has ended");
        try
        {
            using SpdyFrameReader reader = new(_transport);
            while (await reader.ReadAsync(_stop.Token) is { } frame) await HandleAsync(frame);
        }
        catch (SpdyProtocolException e)
        {
            end = e;
            TryPost(new SpdyFrame.GoAway(_lastAccepted, SpdyGoAwayStatus.ProtocolError));
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            end = new("the SPDY connection has ended: " + e.Message, e);
        }

        lock (_opening) _goingAway = true;
        _accepted.Writer.TryComplete();
        _sending.Complete();
        foreach (var stream in _streams.Values) stream.ReceiveFailure(end);
    }

    private async ValueTask HandleAsync(SpdyFrame frame)
    {
        switch (frame)
        {
            case SpdyFrame.Data data:
                await HandleAsync(data);
                break;
            case SpdyFrame.SynStream syn:
                Accept(syn);
                break;
            case SpdyFrame.SynReply reply when _streams.TryGetValue(reply.Id, out var stream):
                stream.ReceiveReply();
                if (reply.Fin) stream.ReceiveEnd();
                break;
            case SpdyFrame.MoreHeaders headers when headers.Fin && _streams.TryGetValue(headers.Id, out var stream):
                stream.ReceiveEnd();
                break;
            case SpdyFrame.RstStream reset when _streams.TryGetValue(reset.Id, out var stream):
                stream.ReceiveFailure(new($"the peer reset the stream: {reset.Status}"));
                break;
            // Pings with our own parity would be answers to ours; we send none.
            case SpdyFrame.Ping ping when (ping.Id % 2 == 1) == _isServer:
                Answer(ping);
                break;
            case SpdyFrame.GoAway:
                _goingAway = true;
                _accepted.Writer.TryComplete();
                break;
        }
    }

    private async ValueTask HandleAsync(SpdyFrame.Data data)
    {
        // Data of a stream that is over may still be on its way when we say so: it is dropped.
        if (!_streams.TryGetValue(data.Id, out var stream)) return;
        if (!data.Payload.IsEmpty) await stream.ReceiveAsync(data.Payload, _stop.Token);
        if (data.Fin) stream.ReceiveEnd();
    }

    private void Accept(SpdyFrame.SynStream syn)
    {
        var fromPeer = (syn.Id % 2 == 1) == _isServer;
        if (!fromPeer || syn.Id <= _lastAccepted) throw new SpdyProtocolException($"stream {syn.Id} cannot be opened now");
        _lastAccepted = syn.Id;
        if (_goingAway || _streams.Count >= _options.MaxStreams)
        {
            Answer(new SpdyFrame.RstStream(syn.Id, SpdyResetStatus.RefusedStream));
            return;
        }

        SpdyStream stream = new(this, syn.Id, syn.Headers);
        _streams[syn.Id] = stream;
        if (!_accepted.Writer.TryWrite(stream))
        {
            stream.Reset(SpdyResetStatus.RefusedStream);
            return;
        }

        Answer(new SpdyFrame.SynReply(syn.Id, NoHeaders));
        if (syn.Fin) stream.ReceiveEnd();
    }

    private void Answer(SpdyFrame frame)
    {
        if (!TryPost(frame) && !_sending.HasEnded) throw new SpdyProtocolException("too many frames without taking the answers");
    }
}
