using System.Text;
using Kybernet.Base;
using Kybernet.Kubelet.Logs;

namespace Kybernet.Kubelet.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-logs-").FullName;

    private string LogFile => Path.Combine(_directory, "0.log");

    [Fact]
    public async Task Lines_come_without_the_runtimes_marks()
    {
        Write("one", "two");

        Assert.Equal("one\ntwo\n", await Read(new LogQuery()));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "three\n")]
    [InlineData(2, "two\nthree\n")]
    [InlineData(9, "one\ntwo\nthree\n")]
    public async Task The_last_lines_are_found_from_the_end(int lines, string expected)
    {
        Write("one", "two", "three");

        Assert.Equal(expected, await Read(new LogQuery { TailLines = lines }));
    }

    [Fact]
    public async Task The_last_lines_are_found_in_a_large_file_too()
    {
        Write([.. Enumerable.Range(0, 5000).Select(i => $"line {i} {new string('x', 50)}")]);

        Assert.StartsWith("line 4000 ", await Read(new LogQuery { TailLines = 1000 }));
    }

    [Fact]
    public async Task A_line_in_pieces_is_put_together()
    {
        File.WriteAllText(LogFile, "2026-01-02T03:04:05.000000001Z stdout P ab\n2026-01-02T03:04:05.000000002Z stdout F cd\n");

        Assert.Equal("abcd\n", await Read(new LogQuery()));
        Assert.Equal("2026-01-02T03:04:05.000000001Z abcd\n", await Read(new LogQuery { Timestamps = true }));
    }

    [Fact]
    public async Task Only_what_is_wanted_comes()
    {
        File.WriteAllText(LogFile,
            "2026-01-02T03:04:05.5Z stdout F old\nnot a log line\n2026-01-02T03:04:07.5Z stderr F err\n2026-01-02T03:04:08.5Z stdout F new\n");

        Assert.Equal("err\nnew\n", await Read(new LogQuery { Since = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero) }));
        Assert.Equal("err\n", await Read(new LogQuery { Stream = "stderr" }));
        Assert.Equal("old\nerr", await Read(new LogQuery { LimitBytes = 7 }));
    }

    [Fact]
    public async Task Following_goes_on_across_a_rotation_and_ends_with_the_container()
    {
        Write("a first line");
        var running = true;
        var looks = 0;
        MemoryStream output = new();
        await new LogReader(ExecutionEnvironment.System()).ReadAsync(LogFile, new LogQuery { Follow = true }, () =>
        {
            if (++looks == 2) File.AppendAllText(LogFile, Line("second"));
            if (looks == 3)
            {
                File.Move(LogFile, LogFile + ".old");
                Write("x");
            }

            if (looks == 6) running = false;
            return Task.FromResult(running);
        }, output, default);

        Assert.Equal("a first line\nsecond\nx\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Line(string text) => $"2026-01-02T03:04:05.123456789Z stdout F {text}\n";

    private void Write(params string[] lines) => File.WriteAllText(LogFile, string.Concat(lines.Select(Line)));

    private async Task<string> Read(LogQuery query)
    {
        MemoryStream output = new();
        await new LogReader(ExecutionEnvironment.System()).ReadAsync(LogFile, query, () => Task.FromResult(false), output, default);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
