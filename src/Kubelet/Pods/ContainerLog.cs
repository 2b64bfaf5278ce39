using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>What is logged about single containers.</summary>
internal static partial class ContainerLog
{
    [LoggerMessage(LogLevel.Warning, "{Hook} hook of {Pod} container {Container} failed: {Error}")]
    public static partial void HookFailed(ILogger logger, string hook, string pod, string container, string error);

    [LoggerMessage(LogLevel.Debug, "Container {Container} of {Pod} cannot start: {Reason}: {Message}")]
    public static partial void StartFailed(ILogger logger, string pod, string container, string reason, string message);
}
