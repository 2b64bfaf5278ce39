namespace Kybernet.KubeProxy.Syncing;

/// <summary>Says that something has changed since somebody looked last; many changes are one signal.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _changed = New();

    public void Set() => Volatile.Read(ref _changed).TrySetResult();

    /// <summary>Waits for a change, but not longer than <paramref name="elapsed"/>.</summary>
    public Task WaitAsync(Task elapsed) => Task.WhenAny(Volatile.Read(ref _changed).Task, elapsed);

    /// <summary>Turns the signal off: what changes from here on is another change.</summary>
    public void Reset()
    {
        if (Volatile.Read(ref _changed).Task.IsCompleted) Volatile.Write(ref _changed, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
