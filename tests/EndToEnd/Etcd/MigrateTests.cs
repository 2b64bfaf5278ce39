using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Etcd;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary>A cluster that moves from the embedded store into a real etcd, and back.</summary>
public sealed class MigrateTests
{
    [EtcdFact]
    public async Task A_cluster_moves_into_an_etcd_and_back()
    {
        using var etcd = RealEtcd.Start();
        var servers = $"--etcd-servers={etcd.Address}";
        await using var server = await LoneApiServer.StartAsync();
        await StoredObjects.MakeAsync(server);
        var names = await StoredObjects.NamesAsync(server);
        string[] into = ["migrate", "--to", "etcd", servers, "--data-dir", server.Data];
        Assert.Equal(
            $"{server.Data}/store.db: it is in use by another process. Stop that one, or choose another data directory", await StoreCommands.FailAsync(into));
        Assert.Equal(0, await server.Process.StopAsync());

        Assert.Matches(
            $"^Moved [0-9]+ keys and [0-9]+ leases from {server.Data}/store.db to {etcd.Address} \\(now at revision [0-9]+\\)$", await StoreCommands.RunAsync(into));
        Assert.Equal(
            "there are keys under /registry in this etcd already; name another --etcd-prefix, or delete them first", await StoreCommands.FailAsync(into));

        // Over etcd.
        await using var over = await LoneApiServer.StartAsync(servers);
        Assert.Equal(names, await StoredObjects.NamesAsync(over));
        Assert.Equal("c", await over.KubectlAsync("get configmap c -n work -o jsonpath={.data.k}"));
        await over.KubectlAsync("create configmap d -n work");
        var versions = await StoredObjects.VersionsAsync(over);
        Assert.Equal(0, await over.Process.StopAsync());

        // And back.
        var fresh = Path.Combine(server.Data, "fresh");
        string[] back = ["migrate", "--to", "embedded", servers, "--data-dir", fresh];
        Assert.Equal(
            "there are no keys under /elsewhere in this etcd: --etcd-prefix says where they are", await StoreCommands.FailAsync([.. back, "--etcd-prefix=/elsewhere"]));
        Assert.Matches(
            $"^Moved [0-9]+ keys and [0-9]+ leases from {etcd.Address} to {fresh}/store.db \\(at the same revision, [0-9]+\\)$", await StoreCommands.RunAsync(back));
        Assert.Equal(
            $"{fresh}/store.db: there is a store already. Move it away first, or restore into another data directory", await StoreCommands.FailAsync(back));
        await using var again = await LoneApiServer.StartAsync($"--data-dir={fresh}");
        Assert.Equal(versions, await StoredObjects.VersionsAsync(again));
        var last = versions.Split('\n', StringSplitOptions.RemoveEmptyEntries).Max(static line => long.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(await StoredObjects.NextVersionAsync(again) > last);
    }

    [EtcdFact]
    public async Task Nothing_is_taken_from_under_an_api_server_that_lives()
    {
        using var etcd = RealEtcd.Start();
        var servers = $"--etcd-servers={etcd.Address}";
        // An address that others could reach, so that it says that it lives.
        await using var server = await LoneApiServer.StartAsync(servers, "--advertise-address=192.0.2.7");
        string[] back = ["migrate", "--to", "embedded", servers, "--data-dir", Path.Combine(server.Data, "fresh")];

        Assert.Equal(
            "API servers live on this etcd: 192.0.2.7. Stop them and begin again; one that was killed counts for 15 seconds more", await StoreCommands.FailAsync(back));
        Assert.Equal(0, await server.Process.StopAsync());
        Assert.StartsWith("Moved ", await StoreCommands.RunAsync(back));
    }

    [Fact]
    public async Task An_etcd_that_is_not_there_is_told()
    {
        await using var store = await EtcdProcess.StartAsync();
        Assert.Equal(0, await store.Process.StopAsync());

        Assert.StartsWith(
            $"etcd does not answer: {store.Address}", await StoreCommands.FailAsync("migrate", "--to", "etcd", "--etcd-servers", store.Address, "--data-dir", store.Data));
        Assert.StartsWith(
            $"etcd does not answer: {store.Address}", await StoreCommands.FailAsync("migrate", "--to", "embedded", "--etcd-servers", store.Address, "--data-dir", store.File("x")));
        Assert.Equal("--etcd-servers says where the etcd is: it is needed", await StoreCommands.FailAsync("migrate", "--to", "etcd", "--data-dir", store.Data));
        Assert.Equal(
            $"there is no store at {store.File("x")}/store.db",
            await StoreCommands.FailAsync("migrate", "--to", "etcd", "--etcd-servers", store.Address, "--data-dir", store.File("x")));
        Assert.False(Path.Exists(store.File("x")));
    }
}
