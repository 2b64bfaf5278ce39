using Kybernet.Base;
using Kybernet.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>
/// Lists the runtime again and again and tells the workers what changed (upstream's pod lifecycle event generator). Hints of
/// the runtime come sooner; the relist is what can be relied on.
/// </summary>
internal sealed partial class RuntimeRelist(IContainerRuntime runtime, PodWorkers workers, ExecutionEnvironment environment, ILogger logger)
{
    /// <summary>Relists every <paramref name="period"/> until cancelled.</summary>
    public async Task RunAsync(TimeSpan period, CancellationToken stop)
    {
        runtime.PodChanged += workers.Wake;
        try
        {
            while (true)
            {
                await RelistAsync(stop);
                await environment.Delay(period, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopping
        }
        finally
        {
            runtime.PodChanged -= workers.Wake;
        }
    }

    private async Task RelistAsync(CancellationToken stop)
    {
        try
        {
            workers.OnRelist(await runtime.ListPodsAsync(stop));
        }
        catch (RuntimeException e)
        {
            RelistFailed(logger, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The runtime did not list its pods")]
    private static partial void RelistFailed(ILogger logger, Exception error);
}
