using Kybernet.Base;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>
/// Lets the store forget what was superseded more than an interval ago, as upstream's compactor does: every interval it
/// compacts to the revision that was current one interval before.
/// </summary>
internal sealed partial class CompactionLoop(IStore store, ExecutionEnvironment environment, ILogger logger)
{
    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellation)
    {
        var previous = store.CurrentRevision;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await environment.Delay(interval, cancellation);
                if (previous > store.CompactedRevision) await store.CompactAsync(previous, cancellation: cancellation);
                previous = store.CurrentRevision;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (CompactedException)
            {
                // Another server over the same store was here before.
                previous = store.CurrentRevision;
            }
            catch (StoreException e)
            {
                LogFailed(e, previous);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the store could not be compacted to revision {Revision}; it is tried again")]
    private partial void LogFailed(Exception exception, long revision);
}
