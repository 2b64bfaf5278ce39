using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

public sealed partial class Controller<TKey>
{
    [LoggerMessage(LogLevel.Debug, "{Controller}: {Key} was changed by somebody else; trying again: {Reason}")]
    private partial void LogConflict(string controller, TKey key, string reason);

    [LoggerMessage(LogLevel.Warning, "{Controller}: failed on {Key}; trying again")]
    private partial void LogFailed(Exception exception, string controller, TKey key);

    [LoggerMessage(LogLevel.Error, "{Controller}: giving up on {Key}")]
    private partial void LogDropped(Exception exception, string controller, TKey key);
}
