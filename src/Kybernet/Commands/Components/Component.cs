using Kybernet.Base;
using Kybernet.Host.Flags;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary>A component that runs alone in its process, under its upstream name.</summary>
/// <param name="Name">Upstream's name: <c>kube-apiserver</c>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Flags">The flags that it acts on.</param>
/// <param name="RunAsync">Runs until cancelled.</param>
internal sealed record Component(string Name, string Description, FlagTable Flags, Func<ComponentStart, CancellationToken, Task> RunAsync)
{
    /// <summary>First arguments with which it is not the component that is meant but one of Kybernet's commands of the same name.</summary>
    public IReadOnlyList<string> Subcommands { get; init; } = [];
}

/// <summary>With what a component starts.</summary>
/// <param name="Flags">Its command line.</param>
/// <param name="Environment">Clock, chance and scheduler.</param>
/// <param name="Loggers">Make loggers that write to the standard error stream.</param>
internal sealed record ComponentStart(FlagValues Flags, ExecutionEnvironment Environment, ILoggerFactory Loggers)
{
    /// <summary>A flag's value.</summary>
    public T Get<T>(Flag<T> flag) => Flags.Get(flag);

    /// <summary>The content of the file that a flag names; null when it names none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string? ReadFile(Flag<string> flag) => Get(flag) is { Length: > 0 } path ? File.ReadAllText(path) : null;
}
