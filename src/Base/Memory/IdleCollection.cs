namespace Kybernet.Base.Memory;

/// <summary>
/// When a process that has become quiet should collect its garbage. .NET collects when it allocates: after a busy time the
/// garbage of the last moments would stay for as long as nothing happens. (Go's runtime collects every two minutes, whatever
/// happens.) Pure: it is told what was allocated, look by look.
/// </summary>
public sealed class IdleCollection
{
    /// <summary>Who allocates less than this between two looks is quiet.</summary>
    public const long QuietBytes = 4 << 20;

    /// <summary>What is less than this is not worth a collection.</summary>
    public const long WorthBytes = 48 << 20;

    /// <summary>Larger heaps are left alone: to compact them would stop the process for too long.</summary>
    public const long LargeHeapBytes = 512L << 20;

    private long _collectedAt;
    private long _last;

    /// <summary>A look.</summary>
    /// <param name="allocated">The bytes that were ever allocated.</param>
    /// <param name="heap">The size of the heap after the last collection.</param>
    /// <returns>Whether to collect now.</returns>
    public bool IsDue(long allocated, long heap)
    {
        var since = allocated - _last;
        _last = allocated;
        if (since >= QuietBytes || allocated - _collectedAt < WorthBytes || heap > LargeHeapBytes) return false;
        _collectedAt = allocated;
        return true;
    }
}
