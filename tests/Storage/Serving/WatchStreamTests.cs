using Google.Protobuf;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;
using FilterType = Kybernet.Storage.Etcd.Protocol.WatchCreateRequest.Types.FilterType;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>What etcd's clients rely on in a stream of watches, and etcdctl does not show.</summary>
public sealed class WatchStreamTests : ServedFixture
{
    protected override EtcdServerOptions Options => base.Options with
    {
        MaxRequestBytes = 10_000, WatchProgressNotifyInterval = TimeSpan.FromMilliseconds(50),
    };

    protected override EmbeddedStoreOptions Bounds => new() { EventBufferCount = 50 };

    [Fact]
    public async Task Several_watches_share_a_stream_each_with_its_id()
    {
        await using var stream = new Stream(Connect());
        Assert.Equal(0, (await stream.CreateAsync("a")).WatchId);
        Assert.Equal(1, (await stream.CreateAsync("b")).WatchId);
        Assert.Equal(7, (await stream.CreateAsync("c", request => request.WatchId = 7)).WatchId);

        await PutAsync("b", "1");
        await PutAsync("c", "2");
        await PutAsync("a", "3");

        var responses = new[] { await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync() };
        Assert.Equal(
            ["0: 4+a=3", "1: 2+b=1", "7: 3+c=2"], responses.Select(response => $"{response.WatchId}: {Show(response.Events)}").Order());
    }

    [Fact]
    public async Task An_id_that_is_taken_and_an_empty_range_are_refused()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a", request => request.WatchId = 5);

        var taken = await stream.CreateAsync("b", request => request.WatchId = 5);
        Assert.Equal((-1, true, "mvcc: duplicate watch ID provided on the WatchStream"), (taken.WatchId, taken.Canceled, taken.CancelReason));
        var empty = await stream.CreateAsync("b", request => request.RangeEnd = ByteString.CopyFromUtf8("a"));
        Assert.Equal((-1, true, "mvcc: watcher range is empty"), (empty.WatchId, empty.Canceled, empty.CancelReason));
    }

    [Fact]
    public async Task A_cancelled_watch_says_so_and_then_nothing()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a");
        await stream.CreateAsync("a");

        await stream.SendAsync(new WatchRequest { CancelRequest = new WatchCancelRequest { WatchId = 0 } });

        var cancelled = await stream.NextAsync();
        Assert.Equal((0, true, 0), (cancelled.WatchId, cancelled.Canceled, cancelled.CompactRevision));
        await PutAsync("a", "1");
        await PutAsync("a", "2");
        Assert.Equal(1, (await stream.NextAsync()).WatchId);
        Assert.Equal(1, (await stream.NextAsync()).WatchId);
    }

    [Fact]
    public async Task Filters_and_previous_values()
    {
        await PutAsync("a", "0");
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a", request => request.Filters.Add(FilterType.Noput));
        await PutAsync("a", "1");
        await Store.DeleteAsync(Key("a"));
        Assert.Equal("4-a=", Show((await stream.NextAsync()).Events));

        await using var puts = new Stream(Connect());
        await puts.CreateAsync("a", request =>
        {
            request.Filters.Add(FilterType.Nodelete);
            request.PrevKv = true;
            request.StartRevision = 2;
        });
        Assert.Equal("2+a=0 3+a=1<a=0", Show((await puts.NextAsync()).Events));
    }

    [Fact]
    public async Task Progress_is_told_of_all_watches_when_all_are_there()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a");
        await stream.CreateAsync("b");
        await PutAsync("a", "1");
        var reached = await PutAsync("other", "2");

        await stream.SendAsync(new WatchRequest { ProgressRequest = new WatchProgressRequest() });

        Assert.Equal("2+a=1", Show((await stream.NextAsync()).Events));
        var progress = await stream.NextAsync();
        Assert.Equal((-1, 0), (progress.WatchId, progress.Events.Count));
        Assert.True(progress.Header.Revision >= reached);
    }

    [Fact]
    public async Task A_quiet_watch_that_wants_it_is_told_how_far_it_is()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a", request => request.ProgressNotify = true);
        var reached = await PutAsync("other", "1");

        WatchResponse progress;
        do progress = await stream.NextAsync();
        while (progress.Header.Revision < reached);

        Assert.Equal((0, 0), (progress.WatchId, progress.Events.Count));
        await PutAsync("a", "2");
        WatchResponse next;
        do next = await stream.NextAsync();
        while (next.Events.Count == 0);
        Assert.Equal("3+a=2", Show(next.Events));
    }

    [Fact]
    public async Task A_watch_may_begin_in_the_future()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a", request => request.StartRevision = 4);

        foreach (var value in new[] { "1", "2", "3", "4" }) await PutAsync("a", value);

        Assert.StartsWith("4+a=3", Show((await stream.NextAsync()).Events));
    }

    [Fact]
    public async Task What_is_compacted_ends_the_watch_and_says_where_history_begins()
    {
        foreach (var value in new[] { "1", "2", "3", "4" }) await PutAsync("a", value);
        await Store.CompactAsync(4);
        await using var stream = new Stream(Connect());

        await stream.CreateAsync("a", request => request.StartRevision = 2);

        var ended = await stream.NextAsync();
        Assert.Equal((0, true, 4), (ended.WatchId, ended.Canceled, ended.CompactRevision));
    }

    [Fact]
    public async Task Large_transactions_come_in_fragments_when_wanted()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("", request => (request.RangeEnd, request.Fragment) = (ByteString.CopyFrom(0), true));
        await Store.CommitAsync(new Transaction
        {
            Success = [.. Enumerable.Range(0, 10).Select(i => new Operation.Put(Key($"/{i}"), new byte[3000]))],
        });

        List<WatchResponse> pieces = [await stream.NextAsync()];
        while (pieces[^1].Fragment) pieces.Add(await stream.NextAsync());

        Assert.Equal(4, pieces.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"/{i}"), pieces.SelectMany(piece => piece.Events).Select(change => change.Kv.Key.ToStringUtf8()));
        Assert.All(pieces, piece => Assert.True(piece.CalculateSize() <= 10_500));
    }

    [Fact]
    public async Task Who_reads_slowly_gets_everything_from_the_history()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("", request => request.RangeEnd = ByteString.CopyFrom(0));
        // Many times what the store's buffer and the connection's window hold, while nobody reads.
        for (var i = 0; i < 3000; i++) await Store.PutAsync(Key($"/{i % 10}"), new byte[1000]);

        var next = 2L;
        while (next <= Store.CurrentRevision)
            foreach (var change in (await stream.NextAsync()).Events) Assert.Equal(next++, change.Kv.ModRevision);
    }

    [Fact]
    public async Task When_the_store_closes_the_stream_ends_with_an_error()
    {
        await using var stream = new Stream(Connect());
        await stream.CreateAsync("a");

        await Store.DisposeAsync();

        var ended = await Assert.ThrowsAsync<GrpcException>(async () => await stream.NextAsync());
        Assert.Equal(GrpcStatusCode.Unavailable, ended.Code);
    }

    /// <summary>A client's side of a stream.</summary>
    private sealed class Stream : IAsyncDisposable
    {
        private readonly GrpcDuplexCall<WatchRequest, WatchResponse> _call;
        private readonly IAsyncEnumerator<WatchResponse> _responses;

        public Stream(GrpcChannel channel)
        {
            _call = channel.Duplex(EtcdMethods.Watch);
            _responses = _call.ReadAllAsync(Patience).GetAsyncEnumerator();
        }

        public Task SendAsync(WatchRequest request) => _call.WriteAsync(request);

        public async Task<WatchResponse> CreateAsync(string key, Action<WatchCreateRequest>? with = null)
        {
            WatchCreateRequest request = new() { Key = ByteString.CopyFromUtf8(key) };
            with?.Invoke(request);
            await SendAsync(new WatchRequest { CreateRequest = request });
            var response = await NextAsync();
            Assert.True(response.Created);
            return response;
        }

        public async Task<WatchResponse> NextAsync()
        {
            Assert.True(await _responses.MoveNextAsync());
            return _responses.Current;
        }

        public async ValueTask DisposeAsync()
        {
            await _responses.DisposeAsync();
            await _call.DisposeAsync();
        }
    }
}
