using System.Diagnostics;

namespace Kybernet.Linux.Processes;

/// <summary>
/// Starts programs that outlive us: in a session of their own, with no terminal, writing to a log file. Neither Ctrl-C nor the
/// end of this process, however it comes, touches them.
/// </summary>
public static class DetachedProcess
{
    private const long MaxLogBytes = 16 << 20;

    /// <summary>Starts <paramref name="command"/> (its input, timeout and output bounds mean nothing here) and returns at once.</summary>
    /// <param name="command">The program.</param>
    /// <param name="logFile">Its output is appended here. A log over 16 MiB is set aside as LOG.1 first.</param>
    /// <exception cref="FileNotFoundException">There is no such program on this machine.</exception>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static ProcessIdentity Start(Command command, string logFile)
    {
        if (File.Exists(logFile) && new FileInfo(logFile).Length > MaxLogBytes) File.Move(logFile, logFile + ".1", overwrite: true);
        // The shell only redirects: everything that varies is an argument to it. Shell and setsid both become the next by exec.
        string[] arguments =
        [
            "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", logFile,
            Programs.Require("setsid"), Programs.Require(command.Program), .. command.Arguments,
        ];
        var start = new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = "/" };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return ProcessIdentity.Of(process.Id) ?? throw new InvalidOperationException($"'{command}' ended at once; its log is {logFile}");
    }
}
