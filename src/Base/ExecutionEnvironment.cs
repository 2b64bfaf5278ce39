namespace Kybernet.Base;

/// <summary>
/// What a component gets from outside instead of taking it: the clock, chance, and the scheduler its tasks run on.
/// The executable hands in the real ones; the simulation hands in virtual time, a seed, and one thread.
/// </summary>
public sealed class ExecutionEnvironment
{
    /// <summary>The clock and its timers.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Uids, jitter, generated names.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>Where background loops run.</summary>
    public required TaskScheduler Scheduler { get; init; }

    /// <summary>The machine's clock, operating-system randomness and the thread pool.</summary>
    public static ExecutionEnvironment System() => new()
    {
        Time = TimeProvider.System,
        Random = RandomSource.FromSystem(),
        Scheduler = TaskScheduler.Default,
    };

    /// <summary>The current time in UTC.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Starts <paramref name="body"/> on <see cref="Scheduler"/> and returns the task of its whole run.</summary>
    public Task Run(Func<Task> body, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(body, cancellation, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();

    /// <summary>Completes after <paramref name="delay"/> by <see cref="Time"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled first.</exception>
    public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, Time, cancellation);
}
