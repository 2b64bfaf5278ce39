using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;
using Microsoft.Extensions.Logging;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// Keeps the mirror up to date by one watch over all of etcd's keys, from the revision after the mirror's on; when the watch breaks, by
/// the next, with another member if need be.
/// <code>
///   1 is it the same cluster, and not behind us?   2 watch from the mirror's revision + 1   3 apply what comes
///     ── broken ──→ pause, and again from 1            ── compacted ──→ read all anew, tell the difference, and again from 1
/// </code>
/// Why all keys and not ours alone: each of etcd's revisions then passes by, so that having reached a revision is seen, and missing one
/// is noticed. A watch of our keys alone stands still while others' keys change, and etcd before 3.4.31 and 3.5.13 may tell such a
/// watch of progress that it has not made.
/// </summary>
internal sealed partial class MirrorFollower
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly EtcdClient _client;
    private readonly EtcdReader _reader;
    private readonly Mirror _mirror;
    private readonly WatchTable _watches;
    private readonly ExecutionEnvironment _environment;
    private readonly ILogger _logger;
    private readonly ulong _clusterId;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StoreUnavailableException? _stopped;
    private volatile CancellationTokenSource? _stream;
    private long _heard;

    public MirrorFollower(
        EtcdClient client, EtcdReader reader, Mirror mirror, WatchTable watches, ulong clusterId, ExecutionEnvironment environment, ILogger logger)
    {
        _client = client;
        _reader = reader;
        _mirror = mirror;
        _watches = watches;
        _clusterId = clusterId;
        _environment = environment;
        _logger = logger;
    }

    /// <summary>Why the mirror will never move again; null while it may.</summary>
    public StoreUnavailableException? Stopped => _stopped;

    /// <summary>Completes when the first watch is in place; fails when etcd refuses it.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Follows until it is cancelled, or must stop.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = FirstPause;
        while (!cancellation.IsCancellationRequested && _stopped is null)
        {
            var before = _mirror.Revision;
            try
            {
                await FollowAsync(cancellation);
                continue;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is StoreRefusedException or EtcdException && !_begun.Task.IsCompleted)
            {
                _begun.TrySetException(e is EtcdException refused ? refused.ToStoreException() : e);
                break;
            }
            catch (Exception e) when (e is GrpcException or OperationCanceledException or StoreException or EtcdException)
            {
                // The stream was lost, given up because it had gone silent, or refused by a member that may know better later.
                LogLost(e.Message, _mirror.Revision);
            }
            catch (Exception defect)
            {
                // A cache that failed, or an etcd that contradicts itself: going on could show a state that never was.
                Stop(defect.Message, defect);
                break;
            }

            if (_mirror.Revision > before) pause = FirstPause;
            await Task.WhenAny(_environment.Delay(_environment.Random.Jitter(pause, 0.5), cancellation));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        _begun.TrySetException(_stopped ?? EtcdBackedStore.Closed());
        _ = _begun.Task.Exception;
    }

    /// <summary>Gives up a stream that has said nothing for so long, though there must be something to say.</summary>
    public void Doubt(TimeSpan silentFor)
    {
        if (_environment.Time.GetElapsedTime(Volatile.Read(ref _heard)) < silentFor) return;
        try
        {
            _stream?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        // 1
        var header = await _reader.HeaderAsync(cancellation);
        if (IsForeign(header)) return;
        if (header.Revision < _mirror.Revision)
        {
            Stop($"etcd is at revision {header.Revision}, but {_mirror.Revision} has been seen: it was restored from an older state", null);
            return;
        }

        // 2
        using var stream = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _stream = stream;
        Volatile.Write(ref _heard, _environment.Time.GetTimestamp());
        var call = _client.Open(EtcdMethods.Watch, timeout: null, out var endpoint, stream.Token);
        try
        {
            await using var open = call;
            var (key, end) = KeySpace.Everything;
            await call.WriteAsync(EtcdHistory.Create(key, end, _mirror.Revision + 1, withPrevious: false), stream.Token);
            var complete = true;
            await foreach (var answer in call.ReadAllAsync(stream.Token))
            {
                Volatile.Write(ref _heard, _environment.Time.GetTimestamp());
                if (answer.Header is { } from && IsForeign(from)) return;
                if (answer.Canceled && answer.CompactRevision == 0) throw new StoreRefusedException($"etcd ends the watch of all its keys: {answer.CancelReason}");
                if (answer.Created) Begin(endpoint);

                // 3
                if (answer.CompactRevision > 0) _mirror.NoteCompaction(answer.CompactRevision);
                complete = answer.CompactRevision == 0 && _mirror.Apply(answer);
                if (!complete) break;
                _watches.Wake();
            }

            if (complete) throw new GrpcException(GrpcStatusCode.Unavailable, "etcd has ended the watch");
        }
        catch (Exception e) when (e is GrpcException or OperationCanceledException)
        {
            _client.Leave(endpoint);
            throw;
        }
        finally
        {
            _stream = null;
            _mirror.DropPending();
        }

        var state = await _reader.ReadAllAsync(cancellation);
        if (state.ClusterId != _clusterId || state.Revision < _mirror.Revision) return;
        var changes = _mirror.Replace(state);
        LogReplaced(state.Revision, changes);
        _watches.Wake();
    }

    private void Begin(EtcdEndpoint endpoint)
    {
        LogFollowing(endpoint.Address, _mirror.Revision);
        _begun.TrySetResult();
    }

    private bool IsForeign(ResponseHeader header)
    {
        if (header.ClusterId == _clusterId) return false;
        Stop($"this is another etcd cluster than before: {header.ClusterId:x} instead of {_clusterId:x}", null);
        return true;
    }

    private void Stop(string reason, Exception? cause)
    {
        LogStopped(reason, cause);
        _stopped = new StoreUnavailableException($"the store has stopped, restart it: {reason}", cause);
        // Who has written is done: it is in etcd. All others look here first.
        _mirror.Waiters.Reach(long.MaxValue);
        _watches.Wake();
    }

    [LoggerMessage(LogLevel.Information, "Following etcd at {Endpoint} from revision {Revision} on")]
    private partial void LogFollowing(Uri endpoint, long revision);

    [LoggerMessage(LogLevel.Warning, "The watch of etcd was lost at revision {Revision}, and is taken up again: {Reason}")]
    private partial void LogLost(string reason, long revision);

    [LoggerMessage(LogLevel.Warning, "etcd has forgotten the changes up to revision {Revision}: all keys were read anew, and {Changes} changes found")]
    private partial void LogReplaced(long revision, int changes);

    [LoggerMessage(LogLevel.Critical, "The store has stopped: {Reason}")]
    private partial void LogStopped(string reason, Exception? cause);
}
