using Kybernet.Linux.Processes;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>Runs programs, and tells when one that somebody waits for has ended well.</summary>
internal sealed class WatchedRunner(ICommandRunner runner) : ICommandRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(command, cancellation);
        if (result.ExitCode != 0) return result;
        lock (_lock)
        {
            foreach (var (text, seen) in _awaited)
            {
                if (command.Input?.Contains(text, StringComparison.Ordinal) == true) seen.TrySetResult();
            }
        }
        return result;
    }

    /// <summary>Completes once a script with this text has been carried out, from now on.</summary>
    public Task CarriedOutAsync(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _awaited.Add((text, seen));
        return seen.Task.WaitAsync(Patience);
    }
}
