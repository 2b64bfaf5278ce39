namespace Kybernet.Storage.Etcd;

/// <summary>Who waits for the mirror to reach a revision.</summary>
internal sealed class RevisionWaiters
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(long Revision, long Number), TaskCompletionSource> _waiting = [];
    private long _number;
    private long _reached;

    /// <summary>Completes when the revision is reached.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public async Task WaitAsync(long revision, CancellationToken cancellation)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (long, long) place;
        lock (_lock)
        {
            if (revision <= _reached) return;
            place = (revision, ++_number);
            _waiting.Add(place, waiter);
        }

        await using var cancelled = cancellation.UnsafeRegister(
            static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), waiter);
        try
        {
            await waiter.Task;
        }
        finally
        {
            if (waiter.Task.IsCanceled)
                lock (_lock) _waiting.Remove(place);
        }
    }

    /// <summary>Lets those go on who waited for this revision or an earlier one.</summary>
    public void Reach(long revision)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, revision);
            while (_waiting.Count > 0 && FirstPlace() is var first && first.Revision <= revision)
            {
                _waiting.Remove(first, out var waiter);
                waiter!.TrySetResult();
            }
        }
    }

    private (long Revision, long Number) FirstPlace()
    {
        using var places = _waiting.Keys.GetEnumerator();
        places.MoveNext();
        return places.Current;
    }
}
