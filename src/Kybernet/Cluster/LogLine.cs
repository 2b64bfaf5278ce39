using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>How a log message looks as a line: <c>I 2026-01-02T15:04:05.000000Z Category] message</c>, and an exception below it.</summary>
internal static class LogLine
{
    /// <summary>The line or lines, without an end of line.</summary>
    public static string Format(DateTimeOffset now, LogLevel level, string category, string message, Exception? exception)
    {
        var letter = level switch { >= LogLevel.Error => 'E', LogLevel.Warning => 'W', LogLevel.Information => 'I', _ => 'D' };
        var line = string.Create(CultureInfo.InvariantCulture, $"{letter} {now:yyyy-MM-ddTHH:mm:ss.ffffffZ} {category}] {message}");
        return exception is null ? line : $"{line}{Environment.NewLine}{exception}";
    }
}
