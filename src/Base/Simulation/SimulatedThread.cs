using System.Diagnostics;

namespace Kybernet.Base;

/// <summary>
/// The one thread of a simulation, and the watch over it: whatever touches the simulation's clock, chance or scheduler from
/// another thread has left it. A wait of the library that goes by way of the thread pool does that, and the course would then
/// depend on the machine. The first such place is kept and told.
/// </summary>
internal sealed class SimulatedThread
{
    private int _id = Environment.CurrentManagedThreadId;
    private string? _left;

    /// <summary>From now on the calling thread is the one.</summary>
    public void Enter() => Volatile.Write(ref _id, Environment.CurrentManagedThreadId);

    /// <summary>Whether the calling thread is the one.</summary>
    public bool IsCurrent => Environment.CurrentManagedThreadId == Volatile.Read(ref _id);

    /// <summary>Notes it if the calling thread is another one.</summary>
    /// <param name="what">What is being done, as <c>a timer is set</c>.</param>
    /// <param name="task">The task that is queued, if it is that.</param>
    public void Check(string what, Task? task = null)
    {
        if (IsCurrent || Left is not null) return;
        var place = $"{what} by another thread{Waiter(task)}\n{new StackTrace(skipFrames: 1, fNeedFileInfo: true)}";
        Interlocked.CompareExchange(ref _left, place, null);
    }

    /// <summary>The first place at which the simulation was left; null while it has not been.</summary>
    public string? Left => Volatile.Read(ref _left);

    /// <summary>Tells the first place at which the simulation was left.</summary>
    /// <exception cref="InvalidOperationException">It was left.</exception>
    public void ThrowIfLeft()
    {
        if (Left is { } place)
            throw new InvalidOperationException($"something left the simulation's thread: {place}");
    }

    // What goes on after a wait is queued as a task whose state is the continuation: its target is the async method that waited,
    // which the stack of the thread that wakes it does not show.
    private static string Waiter(Task? task) => task?.AsyncState is Delegate { Target: { } target } ? $", waking {Name(target.GetType())}" : "";

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name}[{string.Join(", ", type.GetGenericArguments().Select(static t => t.FullName ?? t.Name))}]"
        : type.FullName ?? type.Name;
}
