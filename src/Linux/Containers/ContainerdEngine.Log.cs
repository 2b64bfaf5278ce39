using Microsoft.Extensions.Logging;

namespace Kybernet.Linux.Containers;

public sealed partial class ContainerdEngine
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Started containerd, process {Pid}, socket {Socket}, snapshotter {Snapshotter}")]
    private partial void LogStarted(int pid, string socket, string snapshotter);

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over the running containerd, process {Pid}, socket {Socket}")]
    private partial void LogTakenOver(int pid, string socket);

    [LoggerMessage(Level = LogLevel.Information, Message = "The running containerd, process {Pid}, has another configuration: starting it anew")]
    private partial void LogConfigurationChanged(int pid);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped containerd, process {Pid}")]
    private partial void LogStopped(int pid);
}
