using System.Net.Sockets;
using System.Net.WebSockets;

namespace Kybernet.Wire.Streams;

/// <summary>How the various transports say that the connection is over.</summary>
internal static class Disconnection
{
    /// <summary>True for what a socket, TLS, Kestrel or a WebSocket throws when the peer is gone or the connection was closed.</summary>
    public static bool Is(Exception e) =>
        e is IOException or SocketException or WebSocketException or ObjectDisposedException or OperationCanceledException;
}
