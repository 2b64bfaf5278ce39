namespace Kybernet.Linux.Processes;

/// <summary>How a program ended.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">Its exit code; 128 + N when signal N ended it.</param>
/// <param name="Output">Its standard output, up to <see cref="Command.MaxOutputBytes"/>.</param>
/// <param name="Error">Its standard error, up to the same bound.</param>
/// <param name="Truncated">Whether either stream held more than what is here.</param>
public sealed record CommandResult(Command Command, int ExitCode, string Output, string Error, bool Truncated)
{
    /// <summary>Itself, when the program ended with 0.</summary>
    /// <exception cref="CommandFailedException">It ended with something else.</exception>
    public CommandResult EnsureSuccess() => ExitCode == 0 ? this : throw new CommandFailedException(this);
}

/// <summary>A program ran and ended with a code other than 0; the message holds what it said.</summary>
/// <param name="result">How it ended.</param>
public sealed class CommandFailedException(CommandResult result)
    : Exception($"'{result.Command}' ended with exit code {result.ExitCode}: {Said(result)}")
{
    private const int MaxSaid = 2000;

    /// <summary>How the program ended.</summary>
    public CommandResult Result { get; } = result;

    private static string Said(CommandResult result)
    {
        var said = (result.Error.Length > 0 ? result.Error : result.Output).Trim();
        return said.Length <= MaxSaid ? said : string.Concat("… ", said.AsSpan(said.Length - MaxSaid));
    }
}
