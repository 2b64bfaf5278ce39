using System.Text;

namespace Kybernet.Linux.Processes;

/// <summary>Reads a stream to its end and keeps only its beginning, so that a talkative program neither blocks nor fills memory.</summary>
internal static class BoundedReader
{
    public static async Task<(string Text, bool Truncated)> ReadAsync(Stream stream, int maxBytes)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[8192];
        var truncated = false;
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            var room = Math.Min(read, maxBytes - (int)kept.Length);
            kept.Write(buffer, 0, room);
            truncated |= room < read;
        }
        return (Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), truncated);
    }
}
