using System.Collections.Concurrent;

namespace Kybernet.Base;

/// <summary>
/// Runs tasks on one thread, one after the other, in the order in which they were queued: whoever calls
/// <see cref="RunUntilIdle"/> is that thread.
/// </summary>
public sealed class SingleThreadScheduler : TaskScheduler
{
    private readonly ConcurrentQueue<Task> _tasks = new();
    private readonly SimulatedThread? _one;
    private int _thread;

    /// <summary>A scheduler with nothing to do.</summary>
    public SingleThreadScheduler()
    {
    }

    /// <param name="one">Told of tasks that other threads queue.</param>
    internal SingleThreadScheduler(SimulatedThread one) => _one = one;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs what is queued, and what that queues, until nothing is left.</summary>
    /// <returns>How many tasks ran.</returns>
    public int RunUntilIdle()
    {
        // A context of the caller's (test runners have one) would take the continuations away from this thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var count = 0;
            for (; _tasks.TryDequeue(out var task); count++) TryExecuteTask(task);
            return count;
        }
        finally
        {
            // Nothing is run in line outside of here, where the caller's context holds.
            _thread = 0;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        _one?.Check("a task is queued", task);
        _tasks.Enqueue(task);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Environment.CurrentManagedThreadId == _thread && TryExecuteTask(task);
}
