using Google.Protobuf;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>What a kube-apiserver asks of etcd's KV service, and what makes no sense.</summary>
public sealed class KvServiceTests : ServedFixture
{
    protected override EtcdServerOptions Options => base.Options with { MaxRequestBytes = 4096, MaxTxnOps = 4 };

    [Fact]
    public async Task A_create_and_an_update_as_kube_apiserver_does_them()
    {
        var created = await TxnAsync(CompareAndPut("a", 0, "1"));
        Assert.True(created.Succeeded);
        Assert.Equal(created.Header.Revision, created.Responses[0].ResponsePut.Header.Revision);

        var lost = await TxnAsync(CompareAndPut("a", 0, "2"));
        Assert.False(lost.Succeeded);
        Assert.Equal("a=1", Show(lost.Responses[0].ResponseRange.Kvs[0]));
        Assert.Equal(created.Header.Revision, lost.Header.Revision);

        var updated = await TxnAsync(CompareAndPut("a", lost.Responses[0].ResponseRange.Kvs[0].ModRevision, "3"));
        Assert.True(updated.Succeeded);
        Assert.Equal(created.Header.Revision + 1, updated.Header.Revision);
    }

    [Fact]
    public async Task Pages_of_one_revision_as_kube_apiserver_reads_them()
    {
        for (var i = 0; i < 5; i++) await PutAsync($"/pods/{i}", $"{i}");
        var channel = Connect();
        RangeRequest request = new() { Key = Utf8("/pods/"), RangeEnd = Utf8("/pods0"), Limit = 2 };

        var page = await channel.UnaryAsync(EtcdMethods.Range, request);
        Assert.Equal((5, true, "/pods/0=0 /pods/1=1"), (page.Count, page.More, string.Join(' ', page.Kvs.Select(Show))));
        await Store.DeleteAsync(Key("/pods/3"));
        request.Key = Utf8("/pods/1\0");
        request.Revision = page.Header.Revision;
        page = await channel.UnaryAsync(EtcdMethods.Range, request);
        Assert.Equal((3, true, "/pods/2=2 /pods/3=3"), (page.Count, page.More, string.Join(' ', page.Kvs.Select(Show))));
        request.Key = Utf8("/pods/3\0");
        page = await channel.UnaryAsync(EtcdMethods.Range, request);
        Assert.Equal((1, false, "/pods/4=4"), (page.Count, page.More, string.Join(' ', page.Kvs.Select(Show))));
        Assert.Equal(Store.CurrentRevision, page.Header.Revision);

        request = new RangeRequest { Key = Utf8("/pods/"), RangeEnd = Utf8("/pods0"), CountOnly = true };
        var count = await channel.UnaryAsync(EtcdMethods.Range, request);
        Assert.Equal((4, 0), (count.Count, count.Kvs.Count));
    }

    [Fact]
    public async Task Bounds_of_revisions_filter_before_the_limit_and_not_the_count()
    {
        for (var i = 0; i < 5; i++) await PutAsync($"/{i}", $"{i}");
        await PutAsync("/0", "again");

        async Task<string> ReadAsync(Action<RangeRequest> with)
        {
            RangeRequest request = new() { Key = Utf8("/"), RangeEnd = Utf8("0") };
            with(request);
            var response = await Connect().UnaryAsync(EtcdMethods.Range, request);
            return $"{string.Join(' ', response.Kvs.Select(item => item.Key.ToStringUtf8()))}, {response.Count}{(response.More ? "+" : "")}";
        }

        Assert.Equal("/0 /3 /4, 5", await ReadAsync(r => r.MinModRevision = 5));
        Assert.Equal("/1 /2, 5", await ReadAsync(r => r.MaxModRevision = 4));
        Assert.Equal("/0 /1, 5", await ReadAsync(r => r.MaxCreateRevision = 3));
        Assert.Equal("/3, 5+", await ReadAsync(r => (r.MinCreateRevision, r.Limit) = (5, 1)));
    }

    [Theory]
    [InlineData("range of no key", "etcdserver: key is not provided", GrpcStatusCode.InvalidArgument)]
    [InlineData("sorted by nothing", "etcdserver: invalid sort option", GrpcStatusCode.InvalidArgument)]
    [InlineData("put of no key", "etcdserver: key is not provided", GrpcStatusCode.InvalidArgument)]
    [InlineData("put with a value to keep", "etcdserver: value is provided", GrpcStatusCode.InvalidArgument)]
    [InlineData("put with a lease to keep", "etcdserver: lease is provided", GrpcStatusCode.InvalidArgument)]
    [InlineData("put too large", "etcdserver: request is too large", GrpcStatusCode.InvalidArgument)]
    [InlineData("put with no such lease", "etcdserver: requested lease not found", GrpcStatusCode.NotFound)]
    [InlineData("too many operations", "etcdserver: too many operations in txn request", GrpcStatusCode.InvalidArgument)]
    [InlineData("too many nested operations", "etcdserver: too many operations in txn request", GrpcStatusCode.InvalidArgument)]
    [InlineData("a key twice", "etcdserver: duplicate key given in txn request", GrpcStatusCode.InvalidArgument)]
    public async Task What_makes_no_sense_is_refused_in_etcds_words(string what, string message, GrpcStatusCode code)
    {
        var channel = Connect();
        Task Ask() => what switch
        {
            "range of no key" => channel.UnaryAsync(EtcdMethods.Range, new RangeRequest()),
            "sorted by nothing" => channel.UnaryAsync(EtcdMethods.Range, new RangeRequest { Key = Utf8("a"), SortOrder = (RangeRequest.Types.SortOrder)9 }),
            "put of no key" => channel.UnaryAsync(EtcdMethods.Put, new PutRequest()),
            "put with a value to keep" => channel.UnaryAsync(EtcdMethods.Put, new PutRequest { Key = Utf8("a"), Value = Utf8("1"), IgnoreValue = true }),
            "put with a lease to keep" => channel.UnaryAsync(EtcdMethods.Put, new PutRequest { Key = Utf8("a"), Lease = 1, IgnoreLease = true }),
            "put too large" => channel.UnaryAsync(EtcdMethods.Put, new PutRequest { Key = Utf8("a"), Value = ByteString.CopyFrom(new byte[5000]) }),
            "put with no such lease" => channel.UnaryAsync(EtcdMethods.Put, new PutRequest { Key = Utf8("a"), Lease = 1 }),
            "too many operations" => TxnAsync(Puts(["a", "b", "c", "d", "e"])),
            "too many nested operations" => TxnAsync(new TxnRequest { Success = { new RequestOp { RequestTxn = Puts(["a", "b", "c", "d"]) } } }),
            "a key twice" => TxnAsync(Puts(["a", "a"])),
            _ => throw new ArgumentException(what),
        };

        var refused = await Assert.ThrowsAsync<GrpcException>(Ask);

        Assert.Equal((code, message), (refused.Code, refused.Detail));
        Assert.Equal(1, Store.CurrentRevision);
    }

    private static ByteString Utf8(string text) => ByteString.CopyFromUtf8(text);

    private Task<TxnResponse> TxnAsync(TxnRequest request) => Connect().UnaryAsync(EtcdMethods.Txn, request);

    private static TxnRequest Puts(string[] keys)
    {
        TxnRequest request = new();
        foreach (var key in keys) request.Success.Add(new RequestOp { RequestPut = new PutRequest { Key = Utf8(key) } });
        return request;
    }

    private static TxnRequest CompareAndPut(string key, long revision, string value) => new()
    {
        Compare = { new EtcdCompare { Key = Utf8(key), Target = EtcdCompare.Types.CompareTarget.Mod, ModRevision = revision } },
        Success = { new RequestOp { RequestPut = new PutRequest { Key = Utf8(key), Value = Utf8(value) } } },
        Failure = { new RequestOp { RequestRange = new RangeRequest { Key = Utf8(key) } } },
    };
}
