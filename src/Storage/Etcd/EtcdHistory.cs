using Google.Protobuf;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Storage.Mvcc;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>Changes that the event buffer no longer has: etcd keeps them until they are compacted, and replays them as a watch.</summary>
internal sealed class EtcdHistory(EtcdClient client, EtcdReader reader, KeySpace space, Mirror mirror, EtcdStoreOptions options)
{
    /// <summary>How many revisions one stream is asked for: what a reader holds at a time is bounded.</summary>
    private const long Window = 512;

    /// <summary>Changes in a range from a revision on, at most through another that the mirror has reached.</summary>
    /// <exception cref="CompactedException">They are gone.</exception>
    /// <exception cref="StoreUnavailableException">etcd does not answer.</exception>
    public async ValueTask<EventSlice> ReadAsync(long from, long to, KeyRange range, CancellationToken cancellation)
    {
        var through = Math.Min(to, from + Window - 1);
        List<StoreEvent> events;
        try
        {
            events = await ReplayAsync(from, through, range, cancellation);
        }
        catch (GrpcException e)
        {
            throw new StoreUnavailableException($"the changes from revision {from} on could not be read from etcd: {e.Message}", e);
        }

        // What was compacted meanwhile may have lost changes, or what was there before them.
        await RequireAsync(from, cancellation);
        return new EventSlice(events, through);
    }

    /// <summary>Refuses to begin with a revision that is compacted.</summary>
    /// <exception cref="CompactedException">It is.</exception>
    public async ValueTask RequireAsync(long from, CancellationToken cancellation)
    {
        try
        {
            await reader.RequireAsync(Math.Max(1, from - 1), cancellation);
        }
        catch (EtcdException e) when (e.Failure == EtcdFailure.Compacted)
        {
            throw await CompactedAsync(from, cancellation);
        }
    }

    /// <summary>The exception for a revision that etcd says is compacted: finds out what is.</summary>
    public async Task<CompactedException> CompactedAsync(long revision, CancellationToken cancellation)
    {
        // A watch is told what is compacted when it begins too early; nobody else is.
        await using var call = client.Open(EtcdMethods.Watch, options.RequestTimeout, out _, cancellation);
        var (key, end) = space.All;
        try
        {
            await call.WriteAsync(Create(key, end, 1, withPrevious: false), cancellation);
            await foreach (var answer in call.ReadAllAsync(cancellation))
            {
                if (answer.CompactRevision > 0) mirror.NoteCompaction(answer.CompactRevision);
                if (answer.Canceled || answer.Events.Count > 0) break;
            }
        }
        catch (GrpcException e)
        {
            throw new StoreUnavailableException($"etcd does not answer: {e.Message}", e);
        }

        return new CompactedException(revision, mirror.Compacted);
    }

    /// <summary>The request for a watch.</summary>
    public static WatchRequest Create(ByteString key, ByteString end, long start, bool withPrevious) => new()
    {
        CreateRequest = new WatchCreateRequest { Key = key, RangeEnd = end, StartRevision = start, PrevKv = withPrevious, Fragment = true },
    };

    private async Task<List<StoreEvent>> ReplayAsync(long from, long through, KeyRange range, CancellationToken cancellation)
    {
        var events = new List<StoreEvent>();
        await using var call = client.Open(EtcdMethods.Watch, options.RequestTimeout, out _, cancellation);
        // Of all keys: so the revision after the last wanted one, or the end of an answer, says that there is no more to come.
        var (key, end) = KeySpace.Everything;
        await call.WriteAsync(Create(key, end, from, withPrevious: true), cancellation);
        await foreach (var answer in call.ReadAllAsync(cancellation))
        {
            if (answer.CompactRevision > 0)
            {
                mirror.NoteCompaction(answer.CompactRevision);
                throw new CompactedException(from, answer.CompactRevision);
            }

            if (answer.Canceled) throw new StoreRefusedException($"etcd ends the watch: {answer.CancelReason}");
            foreach (var change in answer.Events)
            {
                if (change.Kv.ModRevision > through) return events;
                if (space.TryFromEtcd(change.Kv.Key, out var name) && range.Contains(name)) events.Add(ToEvent(change, name));
            }

            if (!answer.Fragment && answer.Events.Count > 0 && answer.Events[^1].Kv.ModRevision == through) return events;
        }

        throw new GrpcException(GrpcStatusCode.Unavailable, "etcd has ended the watch");
    }

    private StoreEvent ToEvent(EtcdEvent change, StoreKey key)
    {
        var previous = EtcdWords.ToKeyValue(change.PrevKv, space);
        if (change.Type == EtcdEvent.Types.EventType.Put)
            return new StoreEvent(StoreEventKind.Put, EtcdWords.ToKeyValue(change.Kv, key), previous);
        // Without what it was before, compaction is at work, and ReadAsync will find that out.
        return MvccState.Deletion(change.Kv.ModRevision, previous ?? new KeyValue(key, default, 0, 0, 0));
    }
}
