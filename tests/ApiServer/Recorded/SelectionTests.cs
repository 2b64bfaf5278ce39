using System.IO.Compression;
using System.Text;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>What is kept of the recordings is what <see cref="Selection"/> takes from them. RECORDED_SELECT=1 writes it anew.</summary>
public sealed class SelectionTests(ITestOutputHelper output)
{
    private const int MostBytes = 600_000;

    public static TheoryData<string> Names => [.. Selection.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_selection_is_up_to_date(string name)
    {
        if (!Recordings.AreWhole)
        {
            output.WriteLine("no folder shared beside the repository: nothing to select from");
            return;
        }

        var selected = Selection.Of(name, Recordings.Lines(name, whole: true));
        if (Environment.GetEnvironmentVariable("RECORDED_SELECT") == "1") Write(name, selected);
        Assert.Equal(selected, Recordings.Lines(name, whole: false));
    }

    [Fact]
    public void The_selection_is_small() =>
        Assert.InRange(Selection.Names.Sum(static name => new FileInfo(Recordings.SelectionFile(name)).Length), 1, MostBytes);

    private static void Write(string name, IEnumerable<string> lines)
    {
        using GZipStream zipped = new(File.Create(Recordings.SelectionFile(name)), CompressionLevel.SmallestSize);
        foreach (var line in lines) zipped.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }
}
