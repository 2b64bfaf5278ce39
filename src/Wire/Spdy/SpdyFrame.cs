namespace Kybernet.Wire.Spdy;

/// <summary>One unit of what goes over a SPDY/3.1 connection.</summary>
internal abstract record SpdyFrame
{
    /// <summary>Opens a stream.</summary>
    public sealed record SynStream(uint Id, IReadOnlyDictionary<string, string> Headers, bool Fin = false, bool Unidirectional = false)
        : SpdyFrame;

    /// <summary>Accepts a stream.</summary>
    public sealed record SynReply(uint Id, IReadOnlyDictionary<string, string> Headers, bool Fin = false) : SpdyFrame;

    /// <summary>Ends a stream at once, in both directions.</summary>
    public sealed record RstStream(uint Id, SpdyResetStatus Status) : SpdyFrame;

    /// <summary>Settings of the sender; none of them matters to us.</summary>
    public sealed record Settings(IReadOnlyList<SpdySetting> Values) : SpdyFrame;

    /// <summary>Asks for its own return, to see whether the peer lives.</summary>
    public sealed record Ping(uint Id) : SpdyFrame;

    /// <summary>Announces the end of the session; later streams than the last good one were not seen.</summary>
    public sealed record GoAway(uint LastGoodId, SpdyGoAwayStatus Status) : SpdyFrame;

    /// <summary>More headers of an open stream.</summary>
    public sealed record MoreHeaders(uint Id, IReadOnlyDictionary<string, string> Values, bool Fin = false) : SpdyFrame;

    /// <summary>Allows the peer to send more on a stream; id 0 means the session as a whole. Not used by us.</summary>
    public sealed record WindowUpdate(uint Id, uint Delta) : SpdyFrame;

    /// <summary>Bytes of a stream. When read, the payload is valid only until the next frame is read.</summary>
    public sealed record Data(uint Id, ReadOnlyMemory<byte> Payload, bool Fin = false) : SpdyFrame;
}

/// <summary>One entry of a SETTINGS frame.</summary>
internal readonly record struct SpdySetting(byte Flags, uint Id, uint Value);

/// <summary>Why a stream was reset.</summary>
internal enum SpdyResetStatus : uint
{
    ProtocolError = 1,
    InvalidStream = 2,
    RefusedStream = 3,
    UnsupportedVersion = 4,
    Cancel = 5,
    InternalError = 6,
    FlowControlError = 7,
    StreamInUse = 8,
    StreamAlreadyClosed = 9,
    FrameTooLarge = 11,
}

/// <summary>Why a session ends.</summary>
internal enum SpdyGoAwayStatus : uint
{
    Ok = 0,
    ProtocolError = 1,
    InternalError = 2,
}

/// <summary>The type numbers of control frames.</summary>
internal enum SpdyFrameType : ushort
{
    SynStream = 1,
    SynReply = 2,
    RstStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Headers = 8,
    WindowUpdate = 9,
}
