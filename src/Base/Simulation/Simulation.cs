namespace Kybernet.Base;

/// <summary>
/// One thread, virtual time and a seed: whatever takes its <see cref="ExecutionEnvironment"/> from here runs the same way
/// each time, and an hour passes as fast as its work can be done. Time moves on only when nobody has anything left to do.
/// What leaves the one thread (a wait that goes by way of the thread pool, a timer of the machine's clock) is an error, told with
/// the place where it came to light.
/// </summary>
public sealed class Simulation
{
    private readonly SimulatedThread _thread = new();
    private readonly SingleThreadScheduler _scheduler;
    private readonly VirtualTime _time;

    /// <summary>A simulation that begins at a fixed time.</summary>
    /// <param name="seed">The seed of all chance in it.</param>
    /// <param name="start">The time at which it begins; by default the first of January 2026.</param>
    public Simulation(int seed = 1, DateTimeOffset? start = null)
    {
        _scheduler = new SingleThreadScheduler(_thread);
        _time = new VirtualTime(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), _thread);
        Environment = new ExecutionEnvironment { Time = _time, Random = new RandomSource(seed, _thread), Scheduler = _scheduler };
    }

    /// <summary>What components are to be given.</summary>
    public ExecutionEnvironment Environment { get; }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Where something left the one thread first; null while nothing has.</summary>
    internal string? Departure => _thread.Left;

    /// <summary>Runs <paramref name="body"/>, and all that goes on beside it, until the body has ended.</summary>
    /// <param name="body">What to do.</param>
    /// <param name="limit">How much virtual time it may take; one hour if not said.</param>
    /// <exception cref="TimeoutException">The body waits for something that does not happen within that time.</exception>
    /// <exception cref="InvalidOperationException">Something left the one thread.</exception>
    public void Run(Func<Task> body, TimeSpan? limit = null)
    {
        _thread.Enter();
        var end = Now + (limit ?? TimeSpan.FromHours(1));
        var main = Environment.Run(body);
        while (true)
        {
            WorkUntilIdle();
            if (main.IsCompleted) break;
            if (!FireNext(end)) throw new TimeoutException($"the simulated work waits for something that has not happened by {end:O}");
        }

        main.GetAwaiter().GetResult();
    }

    /// <summary>Lets everything go on for that long.</summary>
    /// <exception cref="InvalidOperationException">Something left the one thread.</exception>
    public void Advance(TimeSpan duration)
    {
        _thread.Enter();
        var end = Now + duration;
        do
        {
            WorkUntilIdle();
        }
        while (FireNext(end));
        _time.MoveTo(end);
    }

    /// <summary>Does all that can be done without time moving on.</summary>
    public void Settle() => Advance(TimeSpan.Zero);

    private void WorkUntilIdle()
    {
        _scheduler.RunUntilIdle();
        _thread.ThrowIfLeft();
    }

    // As a task: what a timer's callback starts stays on the scheduler.
    private bool FireNext(DateTimeOffset limit)
    {
        if (_time.MoveToNext(limit) is not { } fire) return false;
        var fired = Task.Factory.StartNew(fire, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        WorkUntilIdle();
        fired.GetAwaiter().GetResult();
        return true;
    }
}
