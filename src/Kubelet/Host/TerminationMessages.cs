using System.Text;
using Kybernet.Kubelet.Logs;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Host;

/// <summary>Reads the last words of containers: the file that they wrote them to, or the end of their log.</summary>
internal static class TerminationMessages
{
    private const int MaxFile = 4096;
    private const int MaxLog = 2048;
    private const int MaxLogLines = 80;

    /// <summary>The last words; empty when there are none.</summary>
    public static string Read(RuntimeContainer container)
    {
        var words = container.TerminationMessageFile.Length == 0 ? "" : ReadFile(container.TerminationMessageFile);
        if (words.Length > 0 || container.TerminationMessagePolicy != "FallbackToLogsOnError" || container.ExitCode == 0) return words;
        return LastLines.Read(container.LogPath, MaxLogLines, MaxLog);
    }

    private static string ReadFile(string path)
    {
        if (!File.Exists(path)) return "";
        using var file = File.OpenRead(path);
        var buffer = new byte[(int)Math.Min(file.Length, MaxFile)];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
