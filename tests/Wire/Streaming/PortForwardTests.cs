using System.Security.Cryptography;
using Kybernet.Wire.Streaming;
using Kybernet.Wire.Streams;
using Kybernet.Wire.Tests.Hosting;
using static Kybernet.Wire.Tests.Streaming.CommandServer;

namespace Kybernet.Wire.Tests.Streaming;

public sealed class PortForwardTests
{
    /// <summary>A pod whose port 7 echoes, whose port 9 cannot be reached, and whose other ports say their number.</summary>
    private static Task<LoopbackServer> StartPodAsync() => LoopbackServer.StartAsync(async context =>
    {
        await using var session = await StreamingUpgrade.AcceptPortForwardAsync(context, Execution);
        List<Task> connections = [];
        while (await session.AcceptAsync() is { } connection) connections.Add(ServeAsync(connection));
        await Task.WhenAll(connections);
    });

    private static async Task ServeAsync(PortForwardConnection connection)
    {
        await using var end = connection;
        if (connection.Port == 7) await StreamCopy.ToEndAsync(connection.Data, connection.Data, default);
        else if (connection.Port != 9) await connection.Data.WriteTextAsync($"port {connection.Port}");
        await connection.CompleteAsync(connection.Port == 9 ? "connection refused" : null);
    }

    private static Task<LoopbackServer> StartRelayAsync(LoopbackServer runtime) => LoopbackServer.StartAsync(async context =>
    {
        await using var session = await StreamingUpgrade.AcceptPortForwardAsync(context, Execution);
        using SpdyDialer dialer = new(Execution);
        await using var forwarder = await dialer.StartPortForwardAsync(runtime.Address);
        await PortForwardRelay.RunAsync(session, forwarder, Execution);
    });

    private static async Task<PortForwarder> ConnectAsync(bool tunnelled, Uri address)
    {
        if (!tunnelled)
        {
            using SpdyDialer dialer = new(Execution);
            return await dialer.StartPortForwardAsync(address).WaitAsync(Patience);
        }

        using WebSocketDialer webSocket = new(Execution);
        return await webSocket.StartPortForwardAsync(address).WaitAsync(Patience);
    }

    private static async Task AskAllAsync(PortForwarder forwarder)
    {
        await using (var connection = await forwarder.OpenAsync(80).WaitAsync(Patience))
        {
            Assert.Equal("port 80", await connection.Data.ReadToEndAsync());
            Assert.Equal("", await connection.ReadErrorAsync().WaitAsync(Patience));
            await connection.Data.CloseWriteAsync();
        }

        await using (var connection = await forwarder.OpenAsync(9).WaitAsync(Patience))
        {
            Assert.Equal("connection refused", await connection.ReadErrorAsync().WaitAsync(Patience));
            Assert.Equal("", await connection.Data.ReadToEndAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(seed => EchoAsync(forwarder, seed)));
    }

    private static async Task EchoAsync(PortForwarder forwarder, int seed)
    {
        var bytes = new byte[500_000];
        new Random(seed).NextBytes(bytes);
        await using var connection = await forwarder.OpenAsync(7).WaitAsync(Patience);

        var hashing = SHA256.HashDataAsync(connection.Data).AsTask();
        await connection.Data.WriteAsync(bytes);
        await connection.Data.CloseWriteAsync();

        Assert.Equal(SHA256.HashData(bytes), await hashing.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_are_served_one_after_another_and_at_once(bool tunnelled)
    {
        await using var pod = await StartPodAsync();
        await using var forwarder = await ConnectAsync(tunnelled, pod.Address);

        await AskAllAsync(forwarder);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_relay_between_changes_nothing(bool tunnelled)
    {
        await using var pod = await StartPodAsync();
        await using var relay = await StartRelayAsync(pod);
        await using var forwarder = await ConnectAsync(tunnelled, relay.Address);

        await AskAllAsync(forwarder);
    }

    [Fact]
    public async Task When_the_runtime_is_gone_a_connection_says_so()
    {
        await using var runtime = await LoopbackServer.StartAsync(async context =>
        {
            await using var session = await StreamingUpgrade.AcceptPortForwardAsync(context, Execution);
        });
        await using var relay = await StartRelayAsync(runtime);
        await using var forwarder = await ConnectAsync(tunnelled: true, relay.Address);

        await using var connection = await forwarder.OpenAsync(80).WaitAsync(Patience);

        Assert.Contains("SPDY", await connection.ReadErrorAsync().WaitAsync(Patience));
    }
}
