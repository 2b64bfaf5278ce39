namespace Kybernet.Wire.Streaming;

/// <summary>The names under which kubectl, API server, kubelet and runtime agree on how to stream.</summary>
public static class StreamingProtocol
{
    /// <summary>exec and attach with an end of stdin; over WebSocket only.</summary>
    public const string V5 = "v5.channel.k8s.io";

    /// <summary>exec and attach with the exit code as a Status.</summary>
    public const string V4 = "v4.channel.k8s.io";

    /// <summary>Port forwarding over SPDY.</summary>
    public const string PortForward = "portforward.k8s.io";

    /// <summary>Port forwarding over SPDY within a WebSocket.</summary>
    public const string TunnelledPortForward = "SPDY/3.1+portforward.k8s.io";

    internal const string Spdy = "SPDY/3.1";
    internal const string VersionHeader = "X-Stream-Protocol-Version";
    internal const string AcceptedVersionsHeader = "X-Accept-Stream-Protocol-Versions";

    internal const string StreamType = "streamType";
    internal const string PortHeader = "port";
    internal const string RequestIdHeader = "requestID";

    // The kinds of streams; over WebSocket their number is the first byte of each message.
    internal const string Stdin = "stdin";
    internal const string Stdout = "stdout";
    internal const string Stderr = "stderr";
    internal const string Error = "error";
    internal const string Resize = "resize";
    internal const string Data = "data";
    internal const byte StdinChannel = 0;
    internal const byte StdoutChannel = 1;
    internal const byte StderrChannel = 2;
    internal const byte ErrorChannel = 3;
    internal const byte ResizeChannel = 4;
    internal const byte CloseChannel = 255;

    /// <summary>The longest Status or port-forward error taken, in bytes.</summary>
    internal const int MaxError = 64 * 1024;
}
