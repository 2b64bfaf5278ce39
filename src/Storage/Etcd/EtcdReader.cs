using Google.Protobuf;
using Kybernet.Storage.Collections;
using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Etcd;

/// <summary>Reads states of etcd, page by page, so that no message becomes too large however much there is.</summary>
internal sealed class EtcdReader(EtcdClient client, KeySpace space, EtcdStoreOptions options)
{
    private volatile int _pageSize = options.PageSize;

    /// <summary>Who speaks for the cluster, and its revision, confirmed by a majority.</summary>
    public async Task<ResponseHeader> HeaderAsync(CancellationToken cancellation)
    {
        var answer = await RangeAsync(new RangeRequest { Key = space.All.Key, CountOnly = true }, cancellation);
        return answer.Header;
    }

    /// <summary>All our keys, at one revision.</summary>
    public async Task<MirrorState> ReadAllAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var keys = new CopyOnWriteBTree<StoreKey, KeyValue>();
            ResponseHeader? header = null;
            try
            {
                var (start, end) = space.All;
                await foreach (var page in PagesAsync(start, end, 0, 0, keysOnly: false, cancellation))
                {
                    header ??= page.Header;
                    foreach (var item in EtcdWords.ToKeyValues(page.Kvs, space)) keys.Set(item.Key, item);
                }

                return new MirrorState(header!.Revision, header.ClusterId, keys);
            }
            catch (EtcdException e) when (e.Failure == EtcdFailure.Compacted)
            {
                // Between two pages; at the newest revision it begins anew.
            }
        }
    }

    /// <summary>A range at a revision.</summary>
    /// <exception cref="EtcdException">Compacted, or still to come.</exception>
    public async Task<(List<KeyValue> Items, long Count)> ReadRangeAsync(
        KeyRange range, RangeOptions wanted, CancellationToken cancellation)
    {
        if (space.ToEtcd(range) is not var (start, end)) return ([], 0);
        var request = new RangeRequest { Key = start, RangeEnd = end, Revision = wanted.Revision, CountOnly = true };
        if (wanted.CountOnly) return ([], (await RangeAsync(request, cancellation)).Count);
        var items = new List<KeyValue>();
        var count = -1L;
        await foreach (var page in PagesAsync(start, end, wanted.Revision, wanted.Limit, wanted.KeysOnly, cancellation))
        {
            if (count < 0) count = page.Count;
            items.AddRange(EtcdWords.ToKeyValues(page.Kvs, space));
        }

        return (items, count);
    }

    /// <summary>A key at a revision.</summary>
    /// <exception cref="EtcdException">Compacted, or still to come.</exception>
    public async Task<KeyValue?> ReadAsync(StoreKey key, long revision, CancellationToken cancellation)
    {
        var answer = await RangeAsync(new RangeRequest { Key = space.ToEtcd(key), Revision = revision }, cancellation);
        return EtcdWords.ToKeyValue(answer.Kvs.FirstOrDefault(), space);
    }

    /// <summary>Asks for a revision, only to learn whether it is still there.</summary>
    /// <exception cref="EtcdException">Compacted, or still to come.</exception>
    public Task RequireAsync(long revision, CancellationToken cancellation) =>
        RangeAsync(new RangeRequest { Key = space.All.Key, Revision = revision, CountOnly = true }, cancellation);

    private Task<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellation) =>
        client.ReadAsync(EtcdMethods.Range, request, cancellation);

    private async IAsyncEnumerable<RangeResponse> PagesAsync(
        ByteString start, ByteString end, long revision, int limit, bool keysOnly,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var taken = 0;
        while (true)
        {
            var size = _pageSize;
            var request = new RangeRequest
            {
                Key = start,
                RangeEnd = end,
                Revision = revision,
                Limit = limit > 0 ? Math.Min(size, limit - taken) : size,
                KeysOnly = keysOnly,
            };
            RangeResponse page;
            try
            {
                page = await RangeAsync(request, cancellation);
            }
            catch (EtcdException e) when (e.Failure == EtcdFailure.AnswerTooLarge && request.Limit > 1)
            {
                _pageSize = (int)request.Limit / 2;
                continue;
            }

            yield return page;
            taken += page.Kvs.Count;
            if (!page.More || (limit > 0 && taken >= limit)) yield break;
            if (revision == 0) revision = page.Header.Revision;
            start = page.Kvs[^1].Key.Concat(0);
        }
    }
}

file static class ByteStringEnd
{
    public static ByteString Concat(this ByteString bytes, byte last)
    {
        var longer = new byte[bytes.Length + 1];
        bytes.Span.CopyTo(longer);
        longer[^1] = last;
        return UnsafeByteOperations.UnsafeWrap(longer);
    }
}
