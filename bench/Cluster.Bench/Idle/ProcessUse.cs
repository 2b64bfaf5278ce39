using System.Diagnostics;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Idle;

/// <summary>What processes use while something is measured of them.</summary>
internal sealed class ProcessUse
{
    private readonly IReadOnlyList<int> _pids;
    private readonly ProcessReading[] _before;
    private readonly long _began = Stopwatch.GetTimestamp();

    private ProcessUse(IReadOnlyList<int> pids) => (_pids, _before) = (pids, [.. pids.Select(ProcessReading.Of)]);

    /// <summary>Begins to look at them.</summary>
    public static ProcessUse Begin(IReadOnlyList<int> pids) => new(pids);

    /// <summary>All of them together since the beginning; nothing when there are none.</summary>
    public IReadOnlyList<Figure> End(string during)
    {
        if (_pids.Count == 0) return [];
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var after = _pids.Select(ProcessReading.Of).ToArray();
        var busy = (after.Sum(p => p.CpuTicks) - _before.Sum(p => p.CpuTicks)) / ProcessReading.TicksPerSecond;
        return
        [
            new($"{during}: CPU of the processes", busy / seconds * 100, "% of a core"),
            new($"{during}: resident memory after it", after.Sum(p => p.RssKilobytes) / 1024.0, "MiB"),
        ];
    }
}
