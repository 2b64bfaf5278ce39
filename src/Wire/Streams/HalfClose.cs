using System.Net.Security;
using System.Net.Sockets;

namespace Kybernet.Wire.Streams;

/// <summary>Ends the outgoing direction of whatever kind of stream it is.</summary>
internal static class HalfClose
{
    /// <summary>Where the kind of stream knows no half close nothing happens: its end is told when it is disposed.</summary>
    public static async ValueTask OfAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.FlushAsync(cancellation);
        switch (stream)
        {
            case DuplexStream duplex:
                await duplex.CloseWriteAsync(cancellation);
                break;
            case NetworkStream network:
                network.Socket.Shutdown(SocketShutdown.Send);
                break;
            case SslStream tls:
                await tls.ShutdownAsync();
                break;
        }
    }
}
