using System.Text;

namespace Kybernet.Kubelet.Logs;

/// <summary>Reads what a container wrote last.</summary>
internal static class LastLines
{
    private const int RoomForTimes = 4; // a log file is larger than what was written

    /// <summary>At most so many lines, and of these at most so many bytes from the end. Empty without a log.</summary>
    public static string Read(string path, int lines, int maxBytes)
    {
        if (!File.Exists(path)) return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(LogTail.FindStart(file, lines), file.Length - (long)maxBytes * RoomForTimes);
        using MemoryStream content = new();
        using StreamReader reader = new(file, Encoding.Latin1); // bytes as they are
        while (reader.ReadLine() is { } text)
        {
            if (!CriLogLine.TryParse(Encoding.Latin1.GetBytes(text), out var line)) continue;
            content.Write(line.Content);
            if (!line.IsPartial) content.WriteByte((byte)'\n');
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        return Encoding.UTF8.GetString(bytes.Length > maxBytes ? bytes[^maxBytes..] : bytes);
    }
}
