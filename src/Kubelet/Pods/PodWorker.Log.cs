using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

internal sealed partial class PodWorker
{
    [LoggerMessage(LogLevel.Warning, "Pod {Pod} ({Stage}) did not go on; trying again")]
    private static partial void StepFailed(ILogger logger, string pod, Stage stage, Exception error);

    [LoggerMessage(LogLevel.Information, "Pod {Pod}: {What}")]
    private static partial void Told(ILogger logger, string pod, string what);
}
