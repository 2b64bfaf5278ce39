namespace Kybernet.Cluster.Bench.Start;

/// <summary>What is started and how it is known to be up. In all texts {dir} and {port} stand for a fresh directory and a free port.</summary>
internal sealed record StartOptions
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What cleans up after a run that has ended; empty: nothing.</summary>
    public required IReadOnlyList<string> CleanUp { get; init; }

    /// <summary>Where the program writes, or finds, the kubeconfig.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>How many nodes have to be Ready; zero: none is waited for.</summary>
    public required int Nodes { get; init; }

    /// <summary>
    /// Objects that are stored before: Pods and ConfigMaps, as many of each. Zero: every start is that of a new cluster. Else
    /// it is started with its store, again and again, and only /readyz is waited for.
    /// </summary>
    public int Objects { get; init; }

    /// <summary>How long a start may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);
}
