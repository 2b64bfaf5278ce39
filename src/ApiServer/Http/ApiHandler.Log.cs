using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

internal sealed partial class ApiHandler
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "a refusal could not be told: {Reason}")]
    private partial void LogUntold(string reason);
}
