using System.CommandLine;
using System.Globalization;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Etcd;

/// <summary><c>kybernet etcd migrate</c>: moves a cluster's objects from the embedded store into an etcd, or back.</summary>
internal static class MigrateCommand
{
    /// <summary>Upstream's master leases.</summary>
    private const string LivingServers = "/registry/masterleases/";

    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var etcd = EtcdConnectionOptions.OfKubeApiServer();
        Option<string> to = new("--to") { Description = "Where to: etcd, or embedded.", Required = true };
        to.AcceptOnlyFromAmong("etcd", "embedded");
        var migrate = etcd.AddPrefixTo(etcd.AddTo(new Command(
            "migrate", "Move a cluster's objects between the embedded store and an etcd, while no API server runs. What they are moved from stays as it is.")
        {
            to, dataDir,
        }));
        migrate.SetAction((parsed, cancellation) => StoreCommand.RunAsync(() =>
        {
            var paths = parsed.Paths(dataDir);
            var servers = etcd.Of(parsed) ?? throw new CommandFailure("--etcd-servers says where the etcd is: it is needed");
            return parsed.GetValue(to) == "etcd" ? ToEtcdAsync(paths, servers, cancellation) : ToEmbeddedAsync(paths, servers, cancellation);
        }));
        return migrate;
    }

    private static async Task ToEtcdAsync(ClusterPaths paths, EtcdStoreOptions servers, CancellationToken cancellation)
    {
        var environment = ExecutionEnvironment.System();
        if (!File.Exists(paths.Store)) throw new CommandFailure($"there is no store at {paths.Store}");
        await using var embedded = await SqliteStore.OpenAsync(paths.Store, environment);
        await using var etcd = await EtcdStore.OpenAsync(servers, environment, cancellation);
        if (etcd.Snapshot().Count > 0)
            throw new CommandFailure($"there are keys under {servers.Prefix} in this etcd already; name another --etcd-prefix, or delete them first");

        var image = await embedded.CaptureAsync(cancellation);
        RefuseOtherKeys(image, servers.KeyPrefix);
        await StoreCopy.WriteAsync(image, etcd, cancellation: cancellation);
        await CheckAsync(image, etcd, cancellation);
        Report(image, $"{paths.Store} to {servers.Endpoints[0]} (now at revision {etcd.CurrentRevision})");
    }

    private static async Task ToEmbeddedAsync(ClusterPaths paths, EtcdStoreOptions servers, CancellationToken cancellation)
    {
        var environment = ExecutionEnvironment.System();
        await using var etcd = await EtcdStore.OpenAsync(servers, environment, cancellation);
        var image = await StoreImage.CaptureAsync(etcd, cancellation);
        if (image.Count == 0) throw new CommandFailure($"there are no keys under {servers.Prefix} in this etcd: --etcd-prefix says where they are");
        RefuseWhileServed(image);
        RefuseOtherEncodings(image);
        SecretFile.CreateDirectory(paths.Data);
        SqliteStore.Restore(paths.Store, image);
        try
        {
            await CheckAsync(image, etcd, cancellation);
            await using var embedded = await SqliteStore.OpenAsync(paths.Store, environment);
            await CheckAsync(image, embedded, cancellation);
        }
        catch
        {
            // It would be taken for the cluster, and be in the way of the next try.
            File.Delete(paths.Store);
            throw;
        }
        Report(image, $"{servers.Endpoints[0]} to {paths.Store} (at the same revision, {image.Revision})");
    }

    /// <summary>API servers that others can reach say in the store that they live.</summary>
    private static void RefuseWhileServed(StoreImage image)
    {
        var living = image.Items().Select(static item => item.Key.ToString()).Where(static key => key.StartsWith(LivingServers, StringComparison.Ordinal))
            .Select(static key => key[LivingServers.Length..]).ToList();
        if (living.Count == 0) return;
        throw new CommandFailure(
            $"API servers live on this etcd: {string.Join(", ", living)}. Stop them and begin again; one that was killed counts for 15 seconds more");
    }

    /// <summary>Before anything is written: there is one prefix, and what others have put beside it has no place under it.</summary>
    private static void RefuseOtherKeys(StoreImage image, string prefix)
    {
        foreach (var item in image.Items())
        {
            if (!item.Key.ToString().StartsWith(prefix, StringComparison.Ordinal))
                throw new CommandFailure($"{item.Key} is no key of an API server: those begin with {prefix}. Delete it, and begin again");
        }
    }

    /// <summary>Upstream's API servers write most objects in a form that ours does not read from the store.</summary>
    private static void RefuseOtherEncodings(StoreImage image)
    {
        foreach (var item in image.Items())
        {
            if (item.Value.Span.StartsWith("k8s\0"u8))
                throw new CommandFailure($"{item.Key} was written by an upstream API server (--storage-media-type=application/vnd.kubernetes.protobuf): Kybernet cannot read it");
        }
    }

    private static async Task CheckAsync(StoreImage image, IObservableStore store, CancellationToken cancellation)
    {
        if (StoreCopy.FindDifference(image, await StoreImage.CaptureAsync(store, cancellation)) is { } key)
            throw new CommandFailure($"{key} is not the same in both: somebody is writing. Stop the API servers and begin again");
    }

    private static void Report(StoreImage image, string way) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"Moved {image.Count} keys and {image.Leases.Count} leases from {way}"));
}
