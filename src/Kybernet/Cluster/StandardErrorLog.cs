using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>Logs to the standard error stream, as components do that run alone.</summary>
/// <param name="verbosity">Upstream's -v: from 4 on details are told too, from 6 on all there is.</param>
/// <param name="time">The clock.</param>
internal sealed class StandardErrorLog(int verbosity, TimeProvider time) : ILoggerProvider
{
    private readonly LogLevel _minimum = verbosity switch { >= 6 => LogLevel.Trace, >= 4 => LogLevel.Debug, _ => LogLevel.Information };

    /// <summary>The least important level that is told.</summary>
    public LogLevel Minimum => _minimum;

    /// <inheritdoc/>
    // Console.Error writes whole lines, one thread at a time.
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, _minimum, time, Console.Error.WriteLine);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The stream is the process's.
    }
}
