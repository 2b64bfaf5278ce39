using Google.Protobuf;
using Kybernet.Storage.Etcd.Protocol;
using FilterType = Kybernet.Storage.Etcd.Protocol.WatchCreateRequest.Types.FilterType;

namespace Kybernet.Storage.Serving;

/// <summary>
/// One watch of a stream: brings the store's changes to the client at the client's pace. Behind the store's buffer it reads the
/// history; only where that is compacted it ends.
/// </summary>
internal sealed class ServedWatch : IAsyncDisposable
{
    private readonly WatchStream _stream;
    private readonly IEmbeddedStore _store;
    private readonly EtcdMember _member;
    private readonly WatchCreateRequest _request;
    private readonly KeyRange _range;
    private readonly long _id;
    private readonly long _firstRevision;
    private readonly int _fragmentBytes;
    private readonly bool _puts;
    private readonly bool _deletes;
    private readonly ITimer? _timer;
    private CancellationTokenSource? _stop;
    private Task _pump = Task.CompletedTask;
    private volatile IStoreWatch? _watch;
    private volatile bool _quiet;
    private volatile bool _notify;
    private bool _wanted;
    private long _reached;

    /// <summary>Prepares a watch that does nothing before it is started.</summary>
    public ServedWatch(
        WatchStream stream, IEmbeddedStore store, EtcdMember member, EtcdServerOptions options, TimeProvider time,
        WatchCreateRequest request, long id, KeyRange range, long now)
    {
        (_stream, _store, _member, _request, _id, _range) = (stream, store, member, request, id, range);
        _firstRevision = request.StartRevision > 0 ? request.StartRevision : now + 1;
        // A watch may begin in the future: until then it passes over what comes.
        _reached = Math.Min(_firstRevision - 1, now);
        _fragmentBytes = request.Fragment ? options.MaxRequestBytes : int.MaxValue;
        _puts = !request.Filters.Contains(FilterType.Noput);
        _deletes = !request.Filters.Contains(FilterType.Nodelete);
        if (request.ProgressNotify)
            _timer = time.CreateTimer(static watch => ((ServedWatch)watch!).OnQuiet(), this, options.WatchProgressNotifyInterval, options.WatchProgressNotifyInterval);
    }

    /// <summary>Everything up to this revision has been sent.</summary>
    public long Reached => Interlocked.Read(ref _reached);

    /// <summary>The keys to watch; null for a range that ends before it begins. No key is the first one.</summary>
    public static KeyRange? RangeOf(WatchCreateRequest request)
    {
        var key = request.Key.IsEmpty ? ByteString.CopyFrom(0) : request.Key;
        var range = ServedWords.ToRange(key, request.RangeEnd);
        return range.End.IsEmpty || range.Start < range.End ? range : null;
    }

    public void Start(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _pump = PumpAsync(_stop.Token);
    }

    /// <summary>Wants <see cref="Reached"/> to come to the store's present, even if nothing happens.</summary>
    public void RequestProgress()
    {
        Volatile.Write(ref _wanted, true);
        _watch?.RequestProgress();
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        if (_stop is null) return;
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await using var watch = await _store.WatchAsync(_range, _reached + 1, stop);
                _watch = watch;
                // Asked for before there was anybody to ask.
                if (Volatile.Read(ref _wanted)) watch.RequestProgress();
                try
                {
                    await foreach (var batch in watch.ReadAllAsync(stop)) await SendAsync(batch);
                }
                catch (SlowWatcherException)
                {
                    // The store's buffer has passed the client by: the history goes on where it stopped.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client, or the stream, has ended the watch.
        }
        catch (CompactedException compacted)
        {
            await EndAsync(compacted);
        }
#pragma warning disable CA1031 // Whatever it is: the stream ends with it, and tells the client.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _stream.Fail(failure);
        }
    }

    private async Task EndAsync(CompactedException compacted)
    {
        try
        {
            _stream.Forget(_id);
            await _stream.SendAsync(new WatchResponse
            {
                Header = _member.Header(), WatchId = _id, Canceled = true, CompactRevision = compacted.CompactedRevision,
            });
            await _stream.OnReachedAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            _stream.Fail(failure);
        }
    }

    private async ValueTask SendAsync(WatchBatch batch)
    {
        List<EtcdEvent> events = [];
        foreach (var change in batch.Events)
            if (change.Revision >= _firstRevision && (change.Kind == StoreEventKind.Put ? _puts : _deletes))
                events.Add(ServedWords.ToEtcd(change, _request.PrevKv));

        if (events.Count > 0)
        {
            _quiet = false;
            await SendAsync(batch.Revision, events);
        }
        else if (_notify)
        {
            await _stream.SendAsync(new WatchResponse { Header = _member.Header(batch.Revision), WatchId = _id });
        }
        _notify = false;
        Interlocked.Exchange(ref _reached, batch.Revision);
        await _stream.OnReachedAsync();
    }

    /// <summary>In one message, or in as many as the client's wish for fragments makes of it.</summary>
    private async ValueTask SendAsync(long revision, List<EtcdEvent> events)
    {
        for (var next = 0; next < events.Count;)
        {
            WatchResponse response = new() { Header = _member.Header(revision), WatchId = _id };
            var bytes = 0L;
            do
            {
                bytes += events[next].CalculateSize();
                response.Events.Add(events[next++]);
            }
            while (next < events.Count && bytes + events[next].CalculateSize() <= _fragmentBytes);
            response.Fragment = next < events.Count;
            await _stream.SendAsync(response);
        }
    }

    private void OnQuiet()
    {
        if (_quiet)
        {
            _notify = true;
            _watch?.RequestProgress();
        }
        _quiet = true;
    }
}
