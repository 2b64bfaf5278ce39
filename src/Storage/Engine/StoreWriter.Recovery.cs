using System.Diagnostics.CodeAnalysis;
using Kybernet.Storage.Mvcc;
using Microsoft.Extensions.Logging;

namespace Kybernet.Storage.Engine;

/// <summary>What happens when a commit fails: refuse writes, reopen the file, and tell what turned out to be in it.</summary>
internal sealed partial class StoreWriter
{
    /// <summary>Why the store takes no writes now, and when it may try to reopen; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    private sealed record Failure(Exception Cause, TimeSpan RetryAt);

    private TimeSpan? _failedAt;

    /// <summary>Why no write is taken now; null when all is well. Any thread may ask.</summary>
    public StoreUnavailableException? Ailment => _failure switch
    {
        null => null,
        { RetryAt: var never, Cause: var cause } when never == TimeSpan.MaxValue =>
            new StoreUnavailableException($"the store has stopped, restart it: {cause.Message}", cause),
        { Cause: var cause } => new StoreUnavailableException($"the store is reopening its file: {cause.Message}", cause),
    };

    private bool CanServe([NotNullWhen(false)] out StoreUnavailableException? reason)
    {
        if (_failure is { } failure && Now >= failure.RetryAt) Reopen();
        reason = Ailment;
        return reason is null;
    }

    /// <summary>
    /// The file is read anew at once, to know what is in it. If it failed a moment ago already, as a full disk does, writes are refused
    /// for a while all the same: each try means reading all of it.
    /// </summary>
    /// <returns>Whether it could be read.</returns>
    private bool BreakAndReopen(Exception cause)
    {
        LogCommitFailed(cause);
        var failsAgain = Now - _failedAt < ReopenInterval;
        _failedAt = Now;
        Reopen();
        if (_failure is not null) return false;
        if (failsAgain) _failure = new Failure(cause, Now + ReopenInterval);
        return true;
    }

    /// <summary>For good: going on could show somebody a state that never was.</summary>
    private void Stop(Exception cause)
    {
        LogStopped(cause);
        _failure = new Failure(cause, TimeSpan.MaxValue);
    }

    /// <summary>
    /// Reads the file anew. A transaction of unknown outcome that is in there is published now, as if it had just been committed; what
    /// was published before must be there.
    /// </summary>
    private void Reopen()
    {
        try
        {
            var known = View.Revision;
            _state = OpenLog();
            if (_state.Revision < known)
            {
                Stop(new InvalidDataException($"the file is at revision {_state.Revision}, but {known} has been acknowledged"));
                return;
            }
            var found = new CommitBatch { CompactRevision = _state.CompactedRevision };
            if (_state.Revision > known) found.Events.AddRange(_log.Read(known + 1, _state.Revision, KeyRange.All));
            _failure = null;
            LogReopened(_state.Revision, found.Events.Count);
            Publish(found, []);
        }
        catch (Exception failure)
        {
            LogCommitFailed(failure);
            _failure = new Failure(failure, Now + ReopenInterval);
        }
    }

    [LoggerMessage(LogLevel.Error, "The store's file failed; writes are refused until it has been reopened and read")]
    private partial void LogCommitFailed(Exception cause);

    [LoggerMessage(LogLevel.Critical, "The store has stopped: it must be restarted")]
    private partial void LogStopped(Exception cause);

    [LoggerMessage(LogLevel.Warning, "The store is open again at revision {Revision}; {Found} changes of unknown outcome were in its file")]
    private partial void LogReopened(long revision, int found);
}
