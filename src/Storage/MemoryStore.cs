using Kybernet.Base;
using Kybernet.Storage.Engine;

namespace Kybernet.Storage;

/// <summary>
/// A store that lives in memory and ends with the process: for tests and simulations. Its history is the event buffer: what the
/// buffer drops counts as compacted.
/// </summary>
public static class MemoryStore
{
    /// <summary>Makes an empty store.</summary>
    /// <param name="environment">Clock and chance, for leases.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="inline">
    /// Whether each write is done by its caller, at once, so that a single-threaded simulation takes the same course every time;
    /// otherwise the store has a writer's thread, as the durable one does.
    /// </param>
    public static IEmbeddedStore Create(ExecutionEnvironment environment, EmbeddedStoreOptions? options = null, bool inline = true) =>
        new EmbeddedStore(new NoLog(environment.Random.Next(int.MaxValue)), environment, options ?? new EmbeddedStoreOptions(), inline);
}
