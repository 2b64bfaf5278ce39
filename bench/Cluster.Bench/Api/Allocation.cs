using System.Globalization;
using System.Text;
using Kybernet.Cluster.Bench.Http2;

namespace Kybernet.Cluster.Bench.Api;

/// <summary>How much managed memory a server has allocated, where it tells: ours does, in its metrics.</summary>
/// <param name="arena">The server.</param>
/// <param name="before">The bytes when it was first asked; null: it does not tell.</param>
internal sealed class Allocation(Arena arena, double? before)
{
    private const string Metric = "dotnet_gc_heap_total_allocated_bytes_total ";

    /// <summary>Asks for the first time.</summary>
    public static async Task<Allocation> BeginAsync(Arena arena) => new(arena, await ReadAsync(arena));

    /// <summary>The bytes allocated since, for each of <paramref name="count"/>; null where the server does not tell.</summary>
    public async Task<double?> EndAsync(long count) => count > 0 ? (await ReadAsync(arena) - before) / count : null;

    private static async Task<double?> ReadAsync(Arena arena)
    {
        var metrics = Encoding.UTF8.GetString((await arena.RequireAsync(RequestTemplate.Get, "/metrics")).Span);
        foreach (var line in metrics.Split('\n'))
        {
            if (line.StartsWith(Metric, StringComparison.Ordinal)) return double.Parse(line.AsSpan(Metric.Length), CultureInfo.InvariantCulture);
        }

        return null;
    }
}
