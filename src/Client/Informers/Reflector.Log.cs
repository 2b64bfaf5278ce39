using Kybernet.Api;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

public sealed partial class Reflector<T>
{
    [LoggerMessage(LogLevel.Warning, "Failed to list and watch {Resource}; trying again")]
    private partial void LogFailed(Exception exception, GroupVersionResource resource);

    [LoggerMessage(LogLevel.Information, "Revision {ResourceVersion} of {Resource} is no longer held; listing anew")]
    private partial void LogExpired(GroupVersionResource resource, string resourceVersion);
}
