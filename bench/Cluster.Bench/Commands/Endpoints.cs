using System.CommandLine;
using Kybernet.Client;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary>How commands are told of clusters.</summary>
internal static class Endpoints
{
    public static Option<FileInfo> Kubeconfig() => new("--kubeconfig") { Description = "The cluster to measure.", Required = true };

    public static Option<FileInfo?> Compare() => new("--compare")
    {
        Description = "The kubeconfig of another cluster, measured in turns with the first; the ratio is the first by the other.",
    };

    public static Option<int> Rounds() => new("--rounds")
    {
        Description = "How often each measurement is made; the median counts.", DefaultValueFactory = _ => 1,
    };

    /// <summary>Reads a kubeconfig's current context.</summary>
    public static ClientConfig Load(FileInfo file) => Client.Kubeconfig.Load(file.FullName).ToClientConfig();

    /// <summary>The clusters' names in a report.</summary>
    public static string[] Names(FileInfo first, FileInfo? other) =>
        other is null ? [Load(first).Server.Authority] : [Load(first).Server.Authority, Load(other).Server.Authority];
}
