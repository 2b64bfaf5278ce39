using System.Diagnostics;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Pods;

/// <summary>Pods one after the other, each gone before the next is made: from its creation to Running.</summary>
internal static class OneAtATime
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(PodArena arena, int count, CancellationToken cancellation)
    {
        List<double> seconds = [];
        for (var i = 0; i < count; i++)
        {
            var name = $"single-{i}";
            var began = Stopwatch.GetTimestamp();
            await arena.CreateAsync(name, cancellation);
            await arena.Sightings.Running(name).WaitAsync(cancellation);
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            await arena.DeleteAsync(name, cancellation);
        }

        Spread spread = new(seconds);
        return
        [
            new("one pod, create to Running: median", spread.Median, "s"),
            new("one pod, create to Running: p90", spread.Percentile(90), "s"),
        ];
    }
}
