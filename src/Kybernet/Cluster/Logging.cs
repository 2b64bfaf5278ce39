using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Cluster;

/// <summary>Makes the loggers of a process.</summary>
internal static class Logging
{
    /// <summary>Loggers that write to one place.</summary>
    /// <param name="place">Where; it is disposed with the factory.</param>
    /// <param name="minimum">What is less important is not told.</param>
    public static ILoggerFactory Create(ILoggerProvider place, LogLevel minimum = LogLevel.Information) => LoggerFactory.Create(builder =>
    {
        builder.AddProvider(place).SetMinimumLevel(minimum);
        if (minimum < LogLevel.Information) return;

        // The web server tells of every request, twice: that is for the audit log, and costs as much as answering.
        builder.AddFilter("Microsoft", LogLevel.Warning);
        // As soon as this one may tell anything at all, each request costs an Activity; Kestrel tells of failures too.
        builder.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // That a server could not start is thrown too, and told in one line by whoever wanted it.
        builder.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    });
}
