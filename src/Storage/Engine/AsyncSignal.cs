namespace Kybernet.Storage.Engine;

/// <summary>
/// Wakes one waiter. The waiter arms the signal, looks at what it waits for, and awaits the task it got if there was nothing: what is
/// signalled in between is not lost. Signalling when nobody waits costs next to nothing.
/// </summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = NewSource();
    private bool _armed;

    /// <summary>A task that completes with the next <see cref="Set"/>.</summary>
    public Task Arm()
    {
        // The task first: a Set that comes after the flag completes this one or a later one, never an earlier.
        var task = Volatile.Read(ref _source).Task;
        Interlocked.Exchange(ref _armed, true);
        return task;
    }

    public void Set()
    {
        // A full fence before the look at the flag: what the caller changed is visible to whoever arms after it.
        if (Interlocked.Exchange(ref _armed, false)) Interlocked.Exchange(ref _source, NewSource()).TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
