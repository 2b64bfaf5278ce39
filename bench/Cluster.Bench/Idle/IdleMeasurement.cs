using System.Diagnostics;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Idle;

/// <summary>What processes need while nobody asks anything of them.</summary>
internal static class IdleMeasurement
{
    /// <summary>Looks at the processes now and once more after the window; memory is that of the second look.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IReadOnlyList<int> pids, TimeSpan window, CancellationToken cancellation)
    {
        var before = pids.Select(ProcessReading.Of).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(window, cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = pids.Select(ProcessReading.Of).ToArray();

        List<Figure> figures = [];
        for (var i = 0; i < pids.Count; i++)
            figures.AddRange(Of($"{after[i].Name} ({pids[i]})", before[i..(i + 1)], after[i..(i + 1)], seconds));
        if (pids.Count > 1) figures.AddRange(Of("all", before, after, seconds));
        return figures;
    }

    private static IEnumerable<Figure> Of(string name, ProcessReading[] before, ProcessReading[] after, double seconds)
    {
        var busy = (after.Sum(p => p.CpuTicks) - before.Sum(p => p.CpuTicks)) / ProcessReading.TicksPerSecond;
        return
        [
            new($"{name}: resident memory", after.Sum(p => p.RssKilobytes) / 1024.0, "MiB"),
            new($"{name}: proportional memory", after.Sum(p => p.PssKilobytes) / 1024.0, "MiB"),
            new($"{name}: CPU", busy / seconds * 100, "% of a core"),
            new($"{name}: threads woken", (after.Sum(p => p.Switches) - before.Sum(p => p.Switches)) / seconds, "/s"),
        ];
    }
}
