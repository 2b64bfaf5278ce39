using System.Net;
using System.Net.Sockets;
using System.Text;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>Asks test servers from within a network namespace.</summary>
internal static class TestClient
{
    public const string Refused = "refused", NoAnswer = "no answer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), ShortPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>What a server answers by TCP, or one of the two words above.</summary>
    public static async Task<string> AskAsync(NetworkNamespace network, string address, int port, bool expectSilence = false)
    {
        using var socket = NamespaceSockets.Inside(network, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        using CancellationTokenSource limit = new(expectSilence ? ShortPatience : Patience);
        try
        {
            await socket.ConnectAsync(IPEndPoint.Parse($"{address}:{port}"), limit.Token);
            var buffer = new byte[64];
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Refused;
        }
        catch (OperationCanceledException)
        {
            return NoAnswer;
        }
    }

    /// <summary>The names of those who answer, until <paramref name="count"/> different ones have, or it has been asked often enough.</summary>
    public static async Task<SortedSet<string>> NamesAsync(NetworkNamespace network, string address, int port, int count, int asks = 64)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < asks && names.Count < count; i++) names.Add((await AskAsync(network, address, port)).Split(' ')[0]);
        return names;
    }

    /// <summary>A UDP socket that keeps its port: to the kernel, all it sends to one place is one flow.</summary>
    public static Socket Udp(NetworkNamespace network, string address, int port) => NamespaceSockets.Inside(network, () =>
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPEndPoint.Parse($"{address}:{port}"));
        return socket;
    });

    /// <summary>What a server answers to such a socket, or one of the two words above.</summary>
    public static async Task<string> AskAsync(Socket udp, bool expectSilence = false)
    {
        using CancellationTokenSource limit = new(expectSilence ? ShortPatience : Patience);
        try
        {
            await udp.SendAsync("?"u8.ToArray(), limit.Token);
            var buffer = new byte[64];
            return Encoding.ASCII.GetString(buffer, 0, await udp.ReceiveAsync(buffer, limit.Token));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Refused;
        }
        catch (OperationCanceledException)
        {
            return NoAnswer;
        }
    }
}
