using System.CommandLine;
using Kybernet.Host.Cluster;

namespace Kybernet.Host.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>--data-dir.</summary>
    public static Option<string?> DataDir() => new("--data-dir")
    {
        Description = "Where the cluster's data lies (default: /var/lib/kybernet as root, else under XDG_STATE_HOME).",
    };

    /// <summary>The layout that --data-dir names.</summary>
    public static ClusterPaths Paths(this ParseResult parsed, Option<string?> dataDir) => ClusterPaths.For(parsed.GetValue(dataDir));
}
