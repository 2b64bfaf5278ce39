using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>
/// One stream of watches: listens to the client, and has a <see cref="ServedWatch"/> for each watch that it asked for. Ends when the
/// client ends it, or when one of the watches can no longer speak.
/// </summary>
internal sealed class WatchStream : IAsyncDisposable
{
    /// <summary>What belongs to no watch, or to all, has this id.</summary>
    private const long NoWatch = -1;

    private readonly GrpcServerCall<WatchRequest, WatchResponse> _call;
    private readonly IEmbeddedStore _store;
    private readonly EtcdMember _member;
    private readonly EtcdServerOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, ServedWatch> _watches = [];

    /// <summary>Revisions that the client wants to know all its watches to have reached, oldest first.</summary>
    private readonly Queue<long> _progressWanted = [];
    private Exception? _failure;
    private long _nextId;

    public WatchStream(
        GrpcServerCall<WatchRequest, WatchResponse> call, IEmbeddedStore store, EtcdMember member, EtcdServerOptions options, TimeProvider time)
    {
        (_call, _store, _member, _options, _time) = (call, store, member, options, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
    }

    public async Task RunAsync()
    {
        try
        {
            while (await _call.ReadAsync(_stop.Token) is { } request)
            {
                switch (request.RequestUnionCase)
                {
                    case WatchRequest.RequestUnionOneofCase.CreateRequest:
                        await CreateAsync(request.CreateRequest);
                        break;
                    case WatchRequest.RequestUnionOneofCase.CancelRequest:
                        await CancelAsync(request.CancelRequest.WatchId);
                        break;
                    case WatchRequest.RequestUnionOneofCase.ProgressRequest:
                        await WantProgressAsync();
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_failure is not null && !_call.Cancellation.IsCancellationRequested)
        {
            throw _failure is StoreException refusal ? EtcdError.Of(refusal) : _failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var watch in All()) await watch.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Sends an answer; the watches speak through this.</summary>
    public ValueTask SendAsync(WatchResponse response) => _call.WriteAsync(response);

    /// <summary>A watch has come further: tells the client, if that was what it waited for.</summary>
    public async ValueTask OnReachedAsync()
    {
        while (ReachedByAll() is { } revision)
            await SendAsync(new WatchResponse { Header = _member.Header(revision), WatchId = NoWatch });
    }

    /// <summary>A watch has ended, and has told the client why.</summary>
    public void Forget(long id)
    {
        lock (_lock) _watches.Remove(id);
    }

    /// <summary>A watch cannot go on: neither can the stream.</summary>
    public void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _stop.Cancel();
    }

    private async Task CreateAsync(WatchCreateRequest request)
    {
        var now = _store.CurrentRevision;
        if (ChooseId(request.WatchId) is not { } id)
        {
            await RefuseAsync(now, "mvcc: duplicate watch ID provided on the WatchStream");
            return;
        }
        if (ServedWatch.RangeOf(request) is not { } range)
        {
            await RefuseAsync(now, "mvcc: watcher range is empty");
            return;
        }

        await SendAsync(new WatchResponse { Header = _member.Header(now), WatchId = id, Created = true });
        ServedWatch watch = new(this, _store, _member, _options, _time, request, id, range, now);
        lock (_lock) _watches.Add(id, watch);
        watch.Start(_stop.Token);
    }

    private async Task CancelAsync(long id)
    {
        ServedWatch? watch;
        lock (_lock) _watches.Remove(id, out watch);
        if (watch is null) return;
        await watch.DisposeAsync();
        await SendAsync(new WatchResponse { Header = _member.Header(), WatchId = id, Canceled = true });
        await OnReachedAsync();
    }

    private async Task WantProgressAsync()
    {
        lock (_lock) _progressWanted.Enqueue(_store.CurrentRevision);
        foreach (var watch in All()) watch.RequestProgress();
        await OnReachedAsync();
    }

    private ValueTask RefuseAsync(long revision, string reason) => SendAsync(new WatchResponse
    {
        Header = _member.Header(revision), WatchId = NoWatch, Created = true, Canceled = true, CancelReason = reason,
    });

    private long? ChooseId(long wanted)
    {
        lock (_lock)
        {
            if (wanted != 0) return _watches.ContainsKey(wanted) ? null : wanted;
            while (_watches.ContainsKey(_nextId)) _nextId++;
            return _nextId++;
        }
    }

    private long? ReachedByAll()
    {
        lock (_lock)
        {
            if (!_progressWanted.TryPeek(out var revision)) return null;
            foreach (var watch in _watches.Values)
                if (watch.Reached < revision) return null;
            return _progressWanted.Dequeue();
        }
    }

    private ServedWatch[] All()
    {
        lock (_lock) return [.. _watches.Values];
    }
}
