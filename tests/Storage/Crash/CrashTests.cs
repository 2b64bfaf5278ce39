using System.Diagnostics;
using System.Globalization;
using Kybernet.Storage.Tests.Sqlite;
using Xunit.Abstractions;

namespace Kybernet.Storage.Tests.Crash;

/// <summary>
/// A process that uses a store is killed with SIGKILL in the midst of its work, again and again over the same file: a few times in
/// every run, hundreds of times in the long one (<c>./kybernet test --long Crash</c>).
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : SqliteFixture
{
    private static int Rounds => System.Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1" ? 500 : 5;

    [Fact]
    public async Task What_was_told_before_kill_9_is_true_after_it()
    {
        CrashHistory history = new();
        Random random = new(1);
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            RunUntilKilled(history, firstNumber: round * 1_000_000L, lines: random.Next(1, 4000), random.Next(3) == 0 ? random.Next(40) : 0);
            // Now and then the next process is the first to see what the last one left.
            if (round < Rounds - 1 && random.Next(3) == 0) continue;
            await OpenAsync();
            await history.CompareAsync(Store!);
            await CloseAsync();
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} kills in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {history.Acknowledged} writes acknowledged, "
            + $"{history.Unacknowledged} more were there; {history.Given} revisions given to watchers"));
        Assert.True(history is { Acknowledged: > 500, Given: > 500, Unacknowledged: > 0 }, "too little happened");
    }

    /// <summary>Starts a process, kills it after so many lines and a moment, and notes all that it printed.</summary>
    private void RunUntilKilled(CrashHistory history, long firstNumber, int lines, int milliseconds)
    {
        var start = new ProcessStartInfo(System.Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(System.Environment.ProcessPath) != "dotnet") start.FileName = "dotnet";
        string[] arguments =
        [
            "exec", typeof(CrashProgram).Assembly.Location, File, $"{firstNumber}",
            .. history.Delivered.Select(revision => revision.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var count = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // A line that the kill cut short was not told to anybody.
            if (line.Split(' ') is [.., "ok"] parts) history.Add(parts);
            if (++count != lines) continue;
            Thread.Sleep(milliseconds);
            process.Kill();
        }
        process.WaitForExit();
        Assert.True(count >= lines, $"the process ended by itself, after {count} lines");
    }
}
