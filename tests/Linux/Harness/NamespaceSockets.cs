using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Kybernet.Linux.Networking;

namespace Kybernet.Linux.Tests.Harness;

/// <summary>
/// Sockets that live in a network namespace: a socket belongs to the namespace of the thread that made it, for ever, and a
/// thread can step into another one.
/// </summary>
internal static partial class NamespaceSockets
{
    private const int NetworkNamespaces = 0x40000000; // CLONE_NEWNET

    /// <summary>Answers every connection with the address it came from, and hangs up.</summary>
    public static TcpListener EchoSourceAddress(NetworkNamespace network, IPAddress address, int port)
    {
        var listener = Inside(network, () =>
        {
            var made = new TcpListener(address, port);
            made.Start();
            return made;
        });
        _ = AnswerAsync(listener);
        return listener;
    }

    /// <summary>What <see cref="EchoSourceAddress"/> answers to a client in <paramref name="network"/>; null when nothing does within 2 s.</summary>
    public static async Task<string?> AskAsync(NetworkNamespace network, IPAddress address, int port)
    {
        using var client = Inside(network, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await client.ConnectAsync(new IPEndPoint(address, port), limit.Token);
            var buffer = new byte[64];
            return Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, limit.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptSocketAsync();
                await connection.SendAsync(Encoding.ASCII.GetBytes(((IPEndPoint)connection.RemoteEndPoint!).Address.ToString()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    public static T Inside<T>(NetworkNamespace network, Func<T> make)
    {
        T? made = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(network.Path);
                if (setns(file.DangerousGetHandle().ToInt32(), NetworkNamespaces) != 0)
                    throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                made = make();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? made! : throw failure;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int file, int type);
}
