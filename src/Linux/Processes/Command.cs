using Kybernet.Linux.Networking;

namespace Kybernet.Linux.Processes;

/// <summary>A program to run, with everything that bounds the run.</summary>
/// <param name="Program">A path, or a name that <see cref="Programs.Find"/> finds.</param>
/// <param name="Arguments">The arguments after the program's name; never read by a shell.</param>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>What the program reads from its standard input; null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>After this the program and all it started in its process group are killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much is kept of each output stream, in bytes; what comes after is read and dropped.</summary>
    public int MaxOutputBytes { get; init; } = 4 << 20;

    /// <summary>Environment variables set for the program beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The same command run inside <paramref name="network"/>; itself when that is null (the machine's own).</summary>
    /// <remarks>
    /// By nsenter: `ip netns exec` would also mount another /sys, in which the cgroup hierarchies are missing.
    /// </remarks>
    public Command In(NetworkNamespace? network) =>
        network is null ? this : this with { Program = "nsenter", Arguments = [$"--net={network.Path}", "--", Program, .. Arguments] };

    /// <summary>The command as a person would type it, for messages.</summary>
    public override string ToString() => Arguments.Count == 0 ? Program : $"{Program} {string.Join(' ', Arguments)}";
}
