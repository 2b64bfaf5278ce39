using System.Diagnostics;

namespace Kybernet.Base.Metrics;

/// <summary>
/// What every component tells of its process, under the names that Prometheus' client libraries use, and of its managed
/// memory, under those of .NET's own instruments.
/// </summary>
public static class ProcessMetrics
{
    /// <summary>Adds them.</summary>
    public static void AddTo(MetricRegistry registry)
    {
        var cpu = registry.CountedElsewhere("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.").With();
        var resident = registry.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.").With();
        var size = registry.Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.").With();
        var files = registry.Gauge("process_open_fds", "Number of open file descriptors.").With();
        var threads = registry.Gauge("process_threads", "Number of threads.").With();
        var start = registry.Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.").With();
        var allocated = registry.CountedElsewhere("dotnet_gc_heap_total_allocated_bytes_total", "Bytes of managed memory ever allocated.").With();
        var heap = registry.Gauge("dotnet_gc_last_collection_heap_size_bytes", "Size of the managed heap after the last collection in bytes.").With();
        var paused = registry.CountedElsewhere("dotnet_gc_pause_time_seconds_total", "Time for which collections have stopped the process in seconds.").With();
        var collections = registry.CountedElsewhere("dotnet_gc_collections_total", "Number of collections, by the oldest generation collected.", "gc_heap_generation");
        registry.OnCollect(() =>
        {
            using var process = Process.GetCurrentProcess();
            cpu.Value = process.TotalProcessorTime.TotalSeconds;
            resident.Value = process.WorkingSet64;
            size.Value = process.VirtualMemorySize64;
            threads.Value = process.Threads.Count;
            start.Value = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
            files.Value = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
            allocated.Value = GC.GetTotalAllocatedBytes();
            heap.Value = GC.GetGCMemoryInfo().HeapSizeBytes;
            paused.Value = GC.GetTotalPauseDuration().TotalSeconds;
            for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            {
                // A collection of a generation counts as one of all the younger ones too.
                var older = generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0;
                collections.With($"gen{generation}").Value = GC.CollectionCount(generation) - older;
            }
        });
    }
}
