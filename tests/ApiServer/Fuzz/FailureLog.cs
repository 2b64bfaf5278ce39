using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Keeps what is logged as an error, and every exception that is logged as a warning: neither belongs into a server that is asked nonsense.</summary>
internal sealed class FailureLog : ILoggerFactory, ILogger
{
    private const int Kept = 50;

    public ConcurrentQueue<string> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Error && (logLevel < LogLevel.Warning || exception is null)) return;
        if (Entries.Count < Kept) Entries.Enqueue($"{logLevel}: {formatter(state, exception)}\n{exception}");
    }

    public void Dispose()
    {
    }
}
