using System.Net.Sockets;

namespace Kybernet.Wire.Grpc;

internal static class UnixSocket
{
    /// <summary>A connection to the unix socket at <paramref name="path"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            // The bare error ("No such file or directory") would not say which socket is meant.
            throw new IOException($"dial unix {path}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
