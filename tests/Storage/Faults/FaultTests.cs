using System.Globalization;
using Xunit.Abstractions;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>
/// The embedded store on a disk that fails by chance: a few seeds every time, many in the long run
/// (<c>./kybernet test --long Tests.Faults</c>). <c>KYBERNET_FAULTS=SEED</c> runs one alone, <c>KYBERNET_FAULTS=FROM:TO</c> a row of them.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static bool IsLong => Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1";

    [Fact]
    public void Whatever_the_disk_does_the_store_keeps_its_promises_or_refuses()
    {
        var (from, to) = Environment.GetEnvironmentVariable("KYBERNET_FAULTS") is { Length: > 0 } text ? Parse(text) : (1, IsLong ? 1000 : 40);
        FaultTally tally = new();
        List<string> failures = [];
        for (var seed = from; seed <= to && failures.Count < 10; seed++)
        {
            using FaultRun run = new(seed);
            try
            {
                run.Run();
            }
            catch (Exception failure)
            {
                failures.Add($"seed {seed} (KYBERNET_FAULTS={seed}; {run}): {(failure is BrokenPromiseException ? failure.Message : failure)}");
            }
            tally.Add(run.Tally);
        }

        output.WriteLine($"seeds {from} to {to}: {tally}");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        if (to - from < 30) return;
        // Runs in which nothing fails would prove nothing.
        Assert.True(tally is { PowerCuts: > 10, Kills: > 5, Refused: > 50, Unknown: > 50, Found: > 3, RefusedToOpen: > 5 }, $"{tally}");
    }

    /// <summary>That the judge judges: on a disk that lies, promises are broken, and it says so.</summary>
    [Fact]
    public void A_disk_that_lies_about_its_syncs_is_found_out()
    {
        var found = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            using FaultRun run = new(seed, liesAboutSyncs: true);
            try
            {
                run.Run();
            }
            catch (BrokenPromiseException)
            {
                found++;
            }
        }
        Assert.True(found > 3, $"{found} of 10");
    }

    private static (int From, int To) Parse(string text)
    {
        var parts = text.Split(':').Select(static part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], parts[^1]);
    }
}
