using Microsoft.Extensions.Logging;

namespace Kybernet.Wire.Grpc;

public sealed partial class GrpcServer
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(Level = LogLevel.Error, Message = "gRPC handler of {Path} failed")]
    private partial void LogHandlerFailed(string path, Exception error);
}
