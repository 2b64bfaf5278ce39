using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Storage;

/// <summary>The bounds of an embedded store.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>How many recent changes are kept at hand for watchers and for reads in the near past.</summary>
    public int EventBufferCount { get; init; } = 10_000;

    /// <summary>How many bytes of keys and values these changes may hold.</summary>
    public long EventBufferBytes { get; init; } = 16 << 20;

    /// <summary>
    /// How many bytes of history the file keeps beside the live data, however fast it is written to. When there are more, the older half
    /// is compacted, be it earlier than anybody asked.
    /// </summary>
    public long HistoryBytes { get; init; } = 24 << 20;

    /// <summary>How many writes may wait for the writer; further callers wait for a place.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>Where the store tells of failures and recoveries.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
