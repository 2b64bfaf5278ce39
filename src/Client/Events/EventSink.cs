using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>Writes an event, and tries again when that may help (upstream's event sink).</summary>
internal sealed partial class EventSink(ExecutionEnvironment environment, ILogger logger)
{
    private const int MaxTries = 12;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    /// <summary>Writes an event; gives up after some tries, or when the server refuses it.</summary>
    /// <param name="reason">The event's reason, for the log.</param>
    /// <param name="ns">The namespace of what it is about.</param>
    /// <param name="name">The name of what it is about.</param>
    /// <param name="write">An attempt; told whether it is a further one.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task WriteAsync(string reason, string ns, string name, Func<bool, Task> write, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            // The first retry comes at a random time, in case the server was overrun.
            if (attempt > 1) await environment.Delay(attempt == 2 ? RetryPause * environment.Random.NextDouble() : RetryPause, cancellation);
            try
            {
                await write(attempt > 1);
                return;
            }
            catch (KubeApiException e) when (e.Code != 429)
            {
                // The server has looked at it and will say the same again.
                if (!e.IsNamespaceTerminating) LogRejected(logger, e, reason, ns, name);
                return;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or TimeoutException or IOException)
            {
                LogRetrying(logger, e, attempt);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The server rejected the event {Reason} about {Namespace}/{Name}; it is not sent again")]
    private static partial void LogRejected(ILogger logger, Exception exception, string reason, string @namespace, string name);

    [LoggerMessage(LogLevel.Warning, "Could not write an event, attempt {Attempt}; trying again")]
    private static partial void LogRetrying(ILogger logger, Exception exception, int attempt);
}
