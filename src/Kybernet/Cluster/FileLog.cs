using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>Logs to a file, a line a message; a file that has grown large is set aside once.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private const long MaxSize = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter _file;

    public FileLog(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _file = Open();
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }

    private StreamWriter Open() => new(_path, append: true) { AutoFlush = true };

    private void Write(char level, string category, string message, Exception? exception)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{level} {_time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffffZ} {category}] {message}");
        lock (_lock)
        {
            if (_file.BaseStream.Length > MaxSize)
            {
                _file.Dispose();
                File.Move(_path, _path + ".1", overwrite: true);
                _file = Open();
            }

            _file.WriteLine(line);
            if (exception is not null) _file.WriteLine(exception);
        }
    }

    private sealed class Logger(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(
                logLevel switch { >= LogLevel.Error => 'E', LogLevel.Warning => 'W', LogLevel.Information => 'I', _ => 'D' },
                category, formatter(state, exception), exception);
    }
}
