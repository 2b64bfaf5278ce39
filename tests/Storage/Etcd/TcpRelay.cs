using System.Net;
using System.Net.Sockets;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>Stands between a store and its etcd: the network, which can be cut, or go silent.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly IPEndPoint _target;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TaskCompletionSource _flows = Completed();
    private bool _cut;
    private bool _disposed;

    public TcpRelay(Uri target)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target.Port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Breaks all connections, and every new one at once.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            CloseAll();
        }
    }

    /// <summary>Lets nothing through any more; connections stay.</summary>
    public void Silence()
    {
        lock (_lock) _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>All is well again.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
            _flows.TrySetResult();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _flows.TrySetResult();
            CloseAll();
        }

        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_lock)
        {
            _sockets.Add(client);
            _sockets.Add(server);
            if (_cut || _disposed) CloseAll();
        }

        try
        {
            await server.ConnectAsync(_target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As networks are.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                Task flows;
                lock (_lock) flows = _flows.Task;
                await flows;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the connection.
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    private static TaskCompletionSource Completed()
    {
        TaskCompletionSource source = new();
        source.SetResult();
        return source;
    }
}
