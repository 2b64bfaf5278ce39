namespace Kybernet.Base.Memory;

/// <summary>Gives memory back to the system when the process has become quiet: see <see cref="IdleCollection"/>.</summary>
public sealed class IdleCollector : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly IdleCollection _collection = new();
    private readonly ITimer _timer;

    /// <summary>Begins to look.</summary>
    public IdleCollector(TimeProvider time) => _timer = time.CreateTimer(static self => ((IdleCollector)self!).Look(), this, Period, Period);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!_collection.IsDue(GC.GetTotalAllocatedBytes(), GC.GetGCMemoryInfo().HeapSizeBytes)) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
