using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>A logger that gives away its messages as lines.</summary>
/// <param name="category">The logger's category; the last part of a type's full name is shown.</param>
/// <param name="minimum">What is less important is not told.</param>
/// <param name="time">The clock.</param>
/// <param name="write">Takes a line.</param>
internal sealed class LineLogger(string category, LogLevel minimum, TimeProvider time, Action<string> write) : ILogger
{
    private readonly string _category = category[(category.LastIndexOf('.') + 1)..];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) write(LogLine.Format(time.GetUtcNow(), logLevel, _category, formatter(state, exception), exception));
    }
}
