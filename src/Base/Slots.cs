namespace Kybernet.Base;

/// <summary>
/// Lets so many in at a time; the others wait in the order in which they came. As a SemaphoreSlim, but who waits goes on
/// where it was: a semaphore's wait that can be cancelled goes by way of the thread pool, which a simulation must not.
/// </summary>
/// <param name="count">How many are let in at a time.</param>
public sealed class Slots(int count)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _free = count;

    /// <summary>Takes a slot, waiting for one. The caller gives it back with <see cref="Release"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first; no slot is taken.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter);
        }

        await using (cancellation.UnsafeRegister(static (w, c) => ((TaskCompletionSource)w!).TrySetCanceled(c), waiter))
        {
            await waiter.Task;
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Release()
    {
        lock (_lock)
        {
            // One that was cancelled meanwhile does not count.
            while (_waiting.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult()) return;
            }

            _free++;
        }
    }
}
