using System.Diagnostics;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Pods;

/// <summary>Many pods created at once: until the last is Running, and then until the last is gone.</summary>
internal static class AllAtOnce
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(PodArena arena, string prefix, int count, CancellationToken cancellation)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"{prefix}-{i}")];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(names.Select(async name =>
        {
            await arena.CreateAsync(name, cancellation);
            await arena.Sightings.Running(name).WaitAsync(cancellation);
        }));
        var running = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        await Task.WhenAll(names.Select(name => arena.DeleteAsync(name, cancellation)));
        var gone = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return
        [
            new($"{count} pods at once ({prefix}), create to all Running", running, "s"),
            new($"{count} pods at once ({prefix}), delete to all gone", gone, "s"),
        ];
    }
}
