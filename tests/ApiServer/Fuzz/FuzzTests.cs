using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>
/// Nonsense of every kind, from a seed: each request is answered, with what an API server may answer. A failure tells the seed
/// and the number of its request; <c>KYBERNET_FUZZ=SEED:NUMBER</c> asks that one alone.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20260101;

    // What the caches keep of recent events has filled by then; from there on nothing is to grow but by chance.
    private const long MaxGrowth = 48 << 20;

    private static bool IsLong => Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1";

    [Fact]
    public async Task Whatever_is_asked_is_answered_properly()
    {
        var (seed, from, to) = Environment.GetEnvironmentVariable("KYBERNET_FUZZ") is { Length: > 0 } text
            ? Parse(text)
            : (Seed, 0, IsLong ? 100_000 : 3_000);
        await using var run = await FuzzRun.StartAsync(seed);
        List<long> memory = [await run.RestAsync()];
        var started = Stopwatch.GetTimestamp();
        var step = Math.Max(1, (to - from + 9) / 10);
        for (var at = from; at < to; at += step)
        {
            await run.AskAsync(at, Math.Min(to, at + step));
            if (IsLong) memory.Add(await run.RestAsync());
        }

        output.WriteLine($"{to - from} requests of seed {seed} in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s: {run.Summary()}");
        output.WriteLine("memory at rest, MiB: " + string.Join(", ", memory.Select(static m => (m / 1048576.0).ToString("F1", CultureInfo.InvariantCulture))));
        Assert.True(run.Failures.Count == 0, run.Summary() + "\n\n" + string.Join("\n\n", run.Failures));
        if (memory.Count > 6) Assert.True(memory[^1] - memory[5] < MaxGrowth, $"memory grows: {string.Join(", ", memory)}");
    }

    private static (int Seed, int From, int To) Parse(string text)
    {
        var parts = text.Split(':').Select(static p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return parts.Length == 3 ? (parts[0], parts[1], parts[2]) : (parts[0], parts[1], parts[1] + 1);
    }
}
