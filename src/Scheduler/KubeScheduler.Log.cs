using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler;

public sealed partial class KubeScheduler
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Unable to schedule pod {Pod}: {Reason}")]
    private partial void LogUnschedulable(ObjectKey pod, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to bind pod {Pod} to {Node}")]
    private partial void LogBindFailed(Exception failure, ObjectKey pod, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to update the condition of pod {Pod}")]
    private partial void LogConditionFailed(Exception failure, ObjectKey pod);
}
