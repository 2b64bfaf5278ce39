using System.Diagnostics;
using System.Text;

namespace Kybernet.Storage.Tests.Sqlite;

public sealed class CrashTests : SqliteFixture
{
    [Fact]
    public async Task What_was_acknowledged_survives_kill_9()
    {
        var acknowledged = new Dictionary<(int Writer, long Slot), long>();
        var revision = 1L;
        for (var round = 0; round < 3; round++)
        {
            foreach (var line in WriteUntilKilled(firstNumber: round * 1_000_000, lines: 1500 + 700 * round))
            {
                var (writer, number, written) = (int.Parse(line[0]), long.Parse(line[1]), long.Parse(line[2]));
                acknowledged[(writer, number % 40)] = number;
                revision = Math.Max(revision, written);
            }

            await OpenAsync();
            Assert.True(Store!.CurrentRevision >= revision);
            foreach (var ((writer, slot), number) in acknowledged)
            {
                // The last acknowledged write of each key, or one after it whose acknowledgement was lost.
                var found = long.Parse(Text(await Store.GetAsync(CrashWriter.Key(writer, slot))).Split(' ')[0]);
                Assert.True(found >= number, $"writer {writer}: {number} was acknowledged, but {found} is there");
            }
            await CloseAsync();
        }
    }

    /// <summary>Starts a writer, kills it after so many acknowledged writes, and returns all that it acknowledged.</summary>
    private List<string[]> WriteUntilKilled(long firstNumber, int lines)
    {
        var start = new ProcessStartInfo(System.Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(System.Environment.ProcessPath) != "dotnet") start.FileName = "dotnet";
        string[] arguments = ["exec", typeof(CrashWriter).Assembly.Location, File, $"{firstNumber}"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var acknowledged = new List<string[]>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // A line that the kill cut short was not acknowledged to anybody.
            if (line.Split(' ') is [.., "ok"] parts) acknowledged.Add(parts);
            if (acknowledged.Count == lines) process.Kill();
        }
        process.WaitForExit();
        Assert.True(acknowledged.Count >= lines, $"the writer ended after {acknowledged.Count} writes");
        return acknowledged;
    }
}
