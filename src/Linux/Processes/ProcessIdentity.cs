using System.Globalization;

namespace Kybernet.Linux.Processes;

/// <summary>
/// One process for certain: a process id alone may have been given to another since. Kept in a pid file, it lets a restarted
/// Kybernet take over what it left running.
/// </summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTime">When it started, in clock ticks since boot (field 22 of /proc/PID/stat).</param>
public sealed record ProcessIdentity(int Pid, long StartTime)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the process still runs (a zombie does not).</summary>
    public bool IsRunning => ProcessStat.Read(Pid) is { } stat && stat.StartTime == StartTime && !stat.IsZombie;

    /// <summary>The process that has <paramref name="pid"/> now, or null.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcessStat.Read(pid) is { IsZombie: false } stat ? new ProcessIdentity(pid, stat.StartTime) : null;

    /// <summary>What <see cref="Save"/> wrote, or null when there is no such file or it was cut short by a crash.</summary>
    public static ProcessIdentity? Load(string pidFile)
    {
        if (!File.Exists(pidFile)) return null;
        var parts = File.ReadAllText(pidFile).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                ? new ProcessIdentity(pid, startTime)
                : null;
    }

    /// <summary>Writes "PID START" into <paramref name="pidFile"/>.</summary>
    public void Save(string pidFile) => File.WriteAllText(pidFile, string.Create(CultureInfo.InvariantCulture, $"{Pid} {StartTime}\n"));

    /// <summary>Asks the process to end (SIGTERM), and after <paramref name="grace"/> makes it (SIGKILL). Returns when it is gone.</summary>
    public async Task EndAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellation)
    {
        if (grace > TimeSpan.Zero && IsRunning && Signals.Send(Pid, Signals.Terminate) && await IsGoneWithinAsync(grace, time, cancellation)) return;
        if (IsRunning) Signals.Send(Pid, Signals.Kill);
        if (!await IsGoneWithinAsync(TimeSpan.FromSeconds(10), time, cancellation))
            throw new TimeoutException($"process {Pid} did not end after SIGKILL: it is stuck in the kernel");
    }

    private async Task<bool> IsGoneWithinAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (IsRunning)
        {
            if (time.GetElapsedTime(start) > limit) return false;
            await Task.Delay(PollInterval, time, cancellation);
        }
        return true;
    }
}
