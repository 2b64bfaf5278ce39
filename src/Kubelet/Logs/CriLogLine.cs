using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kybernet.Kubelet.Logs;

/// <summary>
/// A line of a log file as container runtimes write it: <c>TIME STREAM TAGS CONTENT</c>, where the tag P says that the
/// line goes on in the next one.
/// </summary>
internal readonly ref struct CriLogLine
{
    /// <summary>The time as written, RFC 3339 with nanoseconds.</summary>
    public ReadOnlySpan<byte> TimeText { get; private init; }

    /// <summary>stdout or stderr.</summary>
    public ReadOnlySpan<byte> Stream { get; private init; }

    /// <summary>What the container wrote, without the end of line.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>Whether the container's line goes on.</summary>
    public bool IsPartial { get; private init; }

    /// <summary>The time, to 100 ns.</summary>
    public DateTimeOffset Time => DateTimeOffset.Parse(Encoding.ASCII.GetString(TimeText), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Reads a line. False when it is not of this form: a damaged line is left out.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out CriLogLine parsed)
    {
        parsed = default;
        if (line.EndsWith("\n"u8)) line = line[..^1];
        var time = NextWord(ref line);
        var stream = NextWord(ref line);
        var tags = NextWord(ref line);
        // "2006-01-02T15:04:05" is the least that a time is.
        if (time.Length < 19 || stream.Length == 0 || tags.Length == 0 || time[10] != 'T') return false;
        if (!Utf8Parser.TryParse(time[..4], out int _, out var digits) || digits != 4) return false;
        parsed = new CriLogLine { TimeText = time, Stream = stream, Content = line, IsPartial = tags[0] == 'P' };
        return true;
    }

    private static ReadOnlySpan<byte> NextWord(scoped ref ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        if (space < 0)
        {
            var last = rest;
            rest = default;
            return last;
        }

        var word = rest[..space];
        rest = rest[(space + 1)..];
        return word;
    }
}
