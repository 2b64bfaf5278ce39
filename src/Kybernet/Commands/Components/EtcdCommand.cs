using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet etcd</c>: the embedded store alone, served as etcd v3, under etcd's flags.</summary>
internal static class EtcdCommand
{
    /// <summary>etcd's name, and the component's.</summary>
    public const string Name = "etcd";

    private static readonly FlagTable Flags = new();
    private static readonly Flag<string> DataDir = Flags.Text("data-dir", "", "Where the store lies; without it the member's name with .etcd behind.");
    private static readonly EtcdServingFlags Serving = new(Flags, prefix: "", ["http://localhost:2379"]);
    private static readonly AutoCompactionFlags Compaction = new(Flags);

    public static Component Create() =>
        new(Name, "etcd: the store of a cluster, one member.", Flags, RunAsync) { Subcommands = ["snapshot", "migrate"] };

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        var serving = Serving.Of(start);
        var compaction = Compaction.Of(start);
        var paths = ClusterPaths.For(start.Get(DataDir) is { Length: > 0 } given ? given : $"{serving.Name}.etcd");
        await using var served = await ServedStore.OpenAsync(paths, start.Environment, start.Loggers);
        foreach (var address in await served.ServeAsync(serving, cancellation)) await Console.Error.WriteLineAsync($"{serving.Name}: serving {paths.Store} on {address}");
        await compaction.RunAsync(served.Store, start.Environment.Time, cancellation);
    }
}
