using System.Net;
using System.Net.Sockets;
using Kybernet.Storage.Tests.Serving;

namespace Kybernet.Storage.Tests.Snapshots;

/// <summary>A snapshot is fetched from whichever of several servers answers.</summary>
public sealed class EtcdSnapshotsTests : ServedFixture
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly Socket _deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public EtcdSnapshotsTests()
    {
        // Connections are made, and nobody reads what comes over them.
        _silent.Start();
        // Nobody else can have the port, and connections are refused.
        _deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    private Uri Silent => new($"http://{_silent.LocalEndpoint}");

    private Uri Dead => new($"http://{_deaf.LocalEndPoint}");

    public override async Task DisposeAsync()
    {
        _silent.Dispose();
        _deaf.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Servers_that_do_not_answer_are_passed_over(bool isConnected)
    {
        var revision = await PutAsync("/a", "1");

        Assert.Equal(revision, await FetchAsync(isConnected ? Silent : Dead, Address));

        Assert.Equal(["/a"], SnapshotFile.Read(Directory.File("snapshot")).Items().Select(item => item.Key.ToString()));
    }

    [Fact]
    public async Task When_none_answers_all_are_named()
    {
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => FetchAsync(Dead, Silent));

        Assert.StartsWith($"etcd does not answer: {Dead}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith($"; {Silent}: no answer within 0.5 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Directory.File("snapshot")).Length);
    }

    [Fact]
    public async Task Who_gives_up_is_not_told_that_nobody_answers()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => EtcdSnapshots.FetchAsync(new EtcdStoreOptions { Endpoints = [Silent] }, Environment, Stream.Null, stop.Token));
    }

    private async Task<long> FetchAsync(params Uri[] endpoints)
    {
        EtcdStoreOptions options = new() { Endpoints = endpoints, RequestTimeout = TimeSpan.FromSeconds(0.5) };
        await using var output = File.Create(Directory.File("snapshot"));
        return await EtcdSnapshots.FetchAsync(options, Environment, output, Patience);
    }
}
