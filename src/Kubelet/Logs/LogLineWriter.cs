using System.Text;

namespace Kybernet.Kubelet.Logs;

/// <summary>Writes those lines that are wanted, as they are wanted.</summary>
internal sealed class LogLineWriter(LogQuery query, Stream output)
{
    private readonly byte[] _stream = Encoding.ASCII.GetBytes(query.Stream);
    private long _left = query.LimitBytes ?? long.MaxValue;
    private bool _continues;

    /// <summary>Whether as much is written as was asked for.</summary>
    public bool IsFull => _left <= 0;

    /// <summary>Takes a line of the file.</summary>
    public async Task WriteAsync(byte[] line, CancellationToken cancellation)
    {
        if (Show(line) is not { Length: > 0 } shown) return;
        var length = (int)Math.Min(shown.Length, _left);
        _left -= length;
        await output.WriteAsync(shown.AsMemory(0, length), cancellation);
    }

    private byte[]? Show(byte[] line)
    {
        if (!CriLogLine.TryParse(line, out var parsed)) return null;
        if (_stream.Length > 0 && !parsed.Stream.SequenceEqual(_stream)) return null;
        if (query.Since is { } since && parsed.Time < since) return null;
        List<byte> shown = new(parsed.Content.Length + 40);
        // A piece of a longer line carries no time of its own.
        if (query.Timestamps && !_continues)
        {
            shown.AddRange(parsed.TimeText);
            shown.Add((byte)' ');
        }

        shown.AddRange(parsed.Content);
        if (!parsed.IsPartial) shown.Add((byte)'\n');
        _continues = parsed.IsPartial;
        return [.. shown];
    }
}
