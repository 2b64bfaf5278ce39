using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet etcd</c>: the embedded store alone, served as etcd v3, under etcd's flags.</summary>
internal static class EtcdCommand
{
    /// <summary>etcd's name, and the component's.</summary>
    public const string Name = "etcd";

    private static readonly FlagTable Flags = new();
    private static readonly Flag<string> DataDir = Flags.Text("data-dir", "", "Where the store lies; without it the member's name with .etcd behind.");
    private static readonly EtcdServingFlags Serving = new(Flags, prefix: "", ["http://localhost:2379"]);
    private static readonly AutoCompaction Compaction = new(Flags);

    public static Component Create() =>
        new(Name, "etcd: the store of a cluster, one member.", Flags, RunAsync) { Subcommands = ["snapshot", "migrate"] };

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        var serving = Serving.Of(start);
        var directory = start.Get(DataDir) is { Length: > 0 } given ? given : $"{serving.Name}.etcd";
        SecretFile.CreateDirectory(directory);
        var path = ClusterPaths.StoreIn(directory);
        await using var store = await SqliteStore.OpenAsync(
            path, start.Environment, new EmbeddedStoreOptions { Logger = start.Loggers.CreateLogger("Store") });
        await using var server = await EtcdServer.StartAsync(store, serving, start.Environment, cancellation);
        foreach (var address in server.Addresses) await Console.Error.WriteLineAsync($"{serving.Name}: serving {path} on {address}");
        await Compaction.RunAsync(start, store, cancellation);
    }
}
