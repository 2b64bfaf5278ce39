using System.Net;
using System.Net.Sockets;
using System.Text;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>Answers whoever asks, by TCP and by UDP, with its own name and the address that the question came from.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly string _name;
    private readonly TcpListener _tcp;
    private readonly Socket _udp;

    public TestServer(string name, NetworkNamespace network, int port)
    {
        _name = name;
        (_tcp, _udp) = NamespaceSockets.Inside(network, () =>
        {
            TcpListener tcp = new(IPAddress.Any, port);
            tcp.Start();
            Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Any, port));
            return (tcp, udp);
        });
        _ = AnswerAsync(AnswerTcpAsync);
        _ = AnswerAsync(AnswerUdpAsync);
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _udp.Dispose();
    }

    private static async Task AnswerAsync(Func<Task> answerOne)
    {
        try
        {
            while (true) await answerOne();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task AnswerTcpAsync()
    {
        using var connection = await _tcp.AcceptSocketAsync();
        await connection.SendAsync(Answer(connection.RemoteEndPoint!));
    }

    private async Task AnswerUdpAsync()
    {
        var question = await _udp.ReceiveFromAsync(new byte[64], new IPEndPoint(IPAddress.Any, 0));
        await _udp.SendToAsync(Answer(question.RemoteEndPoint), question.RemoteEndPoint);
    }

    private byte[] Answer(EndPoint from) => Encoding.ASCII.GetBytes($"{_name} {((IPEndPoint)from).Address}");
}
