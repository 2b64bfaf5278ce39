using Kybernet.Client;
using Kybernet.Cluster.Bench.Idle;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>What processes need before and after a number of Pods and ConfigMaps are stored.</summary>
internal static class StoredMemory
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(
        ClientConfig config, IReadOnlyList<int> pids, int pods, int configMaps, TimeSpan settle, CancellationToken cancellation)
    {
        await using var arena = await Arena.OpenAsync(config, ApiOptions.ToFill(Math.Max(pods, 1)), cancellation);
        await Task.Delay(settle, cancellation);
        List<Figure> before = [.. Look("before")];
        await Creation.PodsAsync(arena, pods);
        await Creation.ConfigMapsAsync(arena, configMaps);
        await Task.Delay(settle, cancellation);
        return [.. before, .. Look($"with {pods:n0} Pods and {configMaps:n0} ConfigMaps")];

        IEnumerable<Figure> Look(string when)
        {
            var readings = pids.Select(ProcessReading.Of).ToList();
            for (var i = 0; i < pids.Count && pids.Count > 1; i++)
                yield return new($"{when}: {readings[i].Name} ({pids[i]}) resident", readings[i].RssKilobytes / 1024.0, "MiB");
            yield return new($"{when}: resident memory", readings.Sum(static r => r.RssKilobytes) / 1024.0, "MiB");
            yield return new($"{when}: proportional memory", readings.Sum(static r => r.PssKilobytes) / 1024.0, "MiB");
        }
    }
}
