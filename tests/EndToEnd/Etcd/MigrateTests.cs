using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Etcd;
using Kybernet.Storage.Tests.Serving;

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

    [EtcdctlFact]
    public async Task What_does_not_belong_is_named_before_anything_moves_and_a_second_try_succeeds()
    {
        using var real = RealEtcd.Start();
        var servers = $"--etcd-servers={real.Address}";
        await using var etcd = await EtcdProcess.StartAsync();
        string[] into = ["migrate", "--to", "etcd", servers, "--data-dir", etcd.Data];
        var lease = (await etcd.EtcdctlAsync("lease", "grant", "600")).Split(' ')[1];
        await etcd.EtcdctlAsync("put", "/registry/a", "1", $"--lease={lease}");
        await etcd.EtcdctlAsync("put", "zz", "1");
        Assert.Equal(0, await etcd.Process.StopAsync());
        Assert.Equal("zz is no key of an API server: those begin with /registry/. Delete it, and begin again", await StoreCommands.FailAsync(into));

        await etcd.StartAgainAsync();
        await etcd.EtcdctlAsync("del", "zz");
        Assert.Equal(0, await etcd.Process.StopAsync());
        await StoreCommands.RunAsync(into);
        // As if a first try had ended after its leases.
        await Etcdctl.RunAsync(real.Address.Authority, "del", "", "--prefix");
        Assert.StartsWith("Moved 1 keys and 1 leases", await StoreCommands.RunAsync(into));
    }

    [EtcdctlFact]
    public async Task What_is_upstreams_is_told()
    {
        using var real = RealEtcd.Start();
        var fresh = Directory.CreateTempSubdirectory("kybernet-migrate-").FullName;
        // A value with a zero byte has to come from the standard input.
        var put = await Programs.RunAsync(new ProcessStartInfo(
            "sh", ["-c", $"printf 'k8s\\000' | ETCDCTL_API=3 {EtcdctlFactAttribute.Program} put /registry/pods/default/a --endpoints {real.Address.Authority}"]));
        Assert.True(put.Code == 0, put.All);

        Assert.StartsWith(
            "/registry/pods/default/a was written by an upstream API server",
            await StoreCommands.FailAsync("migrate", "--to", "embedded", $"--etcd-servers={real.Address}", "--data-dir", Path.Combine(fresh, "data")));
        Assert.Equal(
            $"{real.Address} is not Kybernet's store: it sends snapshots in another form. Save those with its own etcdctl",
            await StoreCommands.FailAsync("snapshot", "save", Path.Combine(fresh, "x"), "--endpoints", real.Address.ToString()));
        Assert.Empty(Directory.GetFiles(fresh, "*", SearchOption.AllDirectories));
        Directory.Delete(fresh, recursive: true);
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
