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
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, LogLevel.Trace, _time, Write);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }

    private StreamWriter Open() => new(_path, append: true) { AutoFlush = true };

    private void Write(string line)
    {
        lock (_lock)
        {
            if (_file.BaseStream.Length > MaxSize)
            {
                _file.Dispose();
                File.Move(_path, _path + ".1", overwrite: true);
                _file = Open();
            }

            _file.WriteLine(line);
        }
    }
}
