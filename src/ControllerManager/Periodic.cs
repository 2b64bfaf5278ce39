using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.ControllerManager;

/// <summary>Does something again and again, whether it went well or not (upstream's wait.UntilWithContext).</summary>
internal sealed partial class Periodic(string name, TimeSpan period, ExecutionEnvironment environment, ILogger logger)
{
    /// <summary>Runs <paramref name="step"/> now and then every period after its end, until cancelled.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> step, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                try
                {
                    await step(cancellation);
                }
#pragma warning disable CA1031 // Next time it may go well.
                catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    LogFailed(e, name);
                }

                await environment.Delay(period, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Controller}: a round failed; the next one comes in time")]
    private partial void LogFailed(Exception exception, string controller);
}
