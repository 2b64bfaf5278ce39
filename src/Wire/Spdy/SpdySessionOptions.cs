namespace Kybernet.Wire.Spdy;

/// <summary>The bounds of a session.</summary>
public sealed record SpdySessionOptions
{
    /// <summary>How many streams the peer may have open at once; more are refused.</summary>
    public int MaxStreams { get; init; } = 1024;

    /// <summary>How long disposing waits until what was written has been sent.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a server that is done waits for the client to hang up first. Hanging up on a client that still sends
    /// would make its system throw away what it has not read yet, such as the exit code.
    /// </summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
