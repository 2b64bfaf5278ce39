using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Tests.Harness;

/// <summary>Runs nothing: remembers what it was asked to, and answers with these exit codes one after the other.</summary>
internal sealed class RecordingRunner(params int[] exitCodes) : ICommandRunner
{
    public List<Command> Commands { get; } = [];

    public Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        Commands.Add(command);
        return Task.FromResult(new CommandResult(command, exitCodes[Commands.Count - 1], "", "said", Truncated: false));
    }
}
