namespace Kybernet.Linux.Processes;

/// <summary>Runs programs to their end. A seam: tests of what is run need no root and no programs.</summary>
public interface ICommandRunner
{
    /// <summary>Runs <paramref name="command"/> and returns how it ended, whatever its exit code.</summary>
    /// <exception cref="FileNotFoundException">There is no such program on this machine.</exception>
    /// <exception cref="TimeoutException">It ran longer than <see cref="Command.Timeout"/> and was killed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; it was killed.</exception>
    Task<CommandResult> RunAsync(Command command, CancellationToken cancellation);
}
