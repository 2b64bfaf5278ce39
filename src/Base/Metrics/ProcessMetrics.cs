using System.Diagnostics;

namespace Kybernet.Base.Metrics;

/// <summary>What every component tells of its process, under the names that Prometheus' client libraries use.</summary>
public static class ProcessMetrics
{
    /// <summary>Adds them.</summary>
    public static void AddTo(MetricRegistry registry)
    {
        var cpu = registry.Gauge("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.").With();
        var resident = registry.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.").With();
        var size = registry.Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.").With();
        var files = registry.Gauge("process_open_fds", "Number of open file descriptors.").With();
        var threads = registry.Gauge("process_threads", "Number of threads.").With();
        var start = registry.Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.").With();
        registry.OnCollect(() =>
        {
            using var process = Process.GetCurrentProcess();
            cpu.Value = process.TotalProcessorTime.TotalSeconds;
            resident.Value = process.WorkingSet64;
            size.Value = process.VirtualMemorySize64;
            threads.Value = process.Threads.Count;
            start.Value = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
            files.Value = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        });
    }
}
