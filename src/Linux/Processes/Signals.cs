using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kybernet.Linux.Processes;

/// <summary>kill(2).</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Sends <paramref name="signal"/> to one process; false when it is gone already.</summary>
    public static bool Send(int pid, int signal) => SendTo(pid, signal);

    /// <summary>Sends <paramref name="signal"/> to a process group; false when there is no such group.</summary>
    public static bool SendToGroup(int group, int signal) => SendTo(-group, signal);

    private static bool SendTo(int target, int signal)
    {
        if (kill(target, signal) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
