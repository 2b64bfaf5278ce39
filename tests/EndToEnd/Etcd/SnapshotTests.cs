using System.Globalization;
using System.Text.RegularExpressions;
using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary>Snapshots of a cluster's store, and the way back.</summary>
public sealed partial class SnapshotTests
{
    [KubectlFact]
    public async Task A_cluster_comes_back_elsewhere_from_a_snapshot_taken_while_it_ran()
    {
        await using Cluster lost = new("--runtime", "hollow");
        await using Cluster found = new("--runtime", "hollow");
        await lost.UpAsync();
        await lost.Kubectl.RunAsync("create deployment web --image=web:1 --replicas=2");
        await lost.Kubectl.RunAsync("rollout status deployment/web --timeout=60s");
        var pods = await lost.Kubectl.RunAsync("get pods -o jsonpath={.items[*].metadata.uid}");
        var snapshot = Path.Combine(found.Data, "snapshot");

        Assert.StartsWith($"Snapshot saved at {snapshot} (", await StoreCommands.RunAsync("snapshot", "save", snapshot, "--data-dir", lost.Data));
        await lost.Kubectl.RunAsync("delete deployment web");
        await lost.CrashAsync();
        Assert.Matches($"^Restored [0-9]+ keys into {found.Data}/store.db, revision [0-9]+$", await StoreCommands.RunAsync("snapshot", "restore", snapshot, "--data-dir", found.Data));

        await found.UpAsync();
        Assert.Equal(pods, await found.Kubectl.RunAsync("get pods -o jsonpath={.items[*].metadata.uid}"));
        await found.Kubectl.RunAsync("scale deployment/web --replicas=3");
        await found.Kubectl.RunAsync("rollout status deployment/web --timeout=60s");
    }

    [KubectlFact]
    public async Task What_was_restored_has_the_revisions_that_it_had()
    {
        await using var server = await LoneApiServer.StartAsync();
        await StoredObjects.MakeAsync(server);
        var before = await StoredObjects.VersionsAsync(server);
        string[] files = [Path.Combine(server.Data, "running"), Path.Combine(server.Data, "stopped")];
        await StoreCommands.RunAsync("snapshot", "save", files[0], "--data-dir", server.Data);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files[0]));
        Assert.Equal(0, await server.Process.StopAsync());
        await StoreCommands.RunAsync("snapshot", "save", files[1], "--data-dir", server.Data);

        foreach (var (file, bump) in new[] { (files[0], 0), (files[1], 1000) })
        {
            var revision = await RevisionOfAsync(file);
            var restored = file + ".restored";
            await StoreCommands.RunAsync("snapshot", "restore", file, "--data-dir", restored, "--bump-revision", $"{bump}");
            await using var again = await LoneApiServer.StartAsync($"--data-dir={restored}");
            Assert.Equal(before, await StoredObjects.VersionsAsync(again));
            Assert.True(await StoredObjects.NextVersionAsync(again) > revision + bump);
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_line_and_the_exit_code_1()
    {
        await using var etcd = await EtcdProcess.StartAsync();
        var (good, other) = (etcd.File("good"), etcd.File("other"));
        // By the socket beside the store, and by the port.
        await StoreCommands.RunAsync("snapshot", "save", good, "--data-dir", etcd.Data);
        await StoreCommands.RunAsync("snapshot", "save", etcd.File("same"), "--endpoints", etcd.Address);
        Assert.Equal(await File.ReadAllBytesAsync(good), await File.ReadAllBytesAsync(etcd.File("same")));
        await StoreCommands.RunAsync("snapshot", "save", etcd.File("by-socket"), "--endpoints", etcd.Socket);

        // Save.
        Assert.Equal($"there is a file {good} already", await StoreCommands.FailAsync("snapshot", "save", good, "--data-dir", etcd.Data));
        Assert.Equal($"there is no store at {other}/store.db", await StoreCommands.FailAsync("snapshot", "save", etcd.File("x"), "--data-dir", other));
        Assert.Contains(
            "Connection refused", await StoreCommands.FailAsync("snapshot", "save", etcd.File("x"), "--endpoints", $"http://127.0.0.1:{Programs.FreePort()}"));
        Assert.Equal(
            "--endpoints: \"127.0.0.1:1\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH",
            await StoreCommands.FailAsync("snapshot", "save", etcd.File("x"), "--endpoints", "127.0.0.1:1"));
        Assert.False(File.Exists(etcd.File("x")));
        Assert.False(File.Exists(etcd.File("x.part")));

        // Restore.
        Assert.Equal(
            $"{etcd.Data}/store.db: there is a store already. Move it away first, or restore into another data directory",
            await StoreCommands.FailAsync("snapshot", "restore", good, "--data-dir", etcd.Data));
        Assert.Equal(
            "--bump-revision cannot be less than 0", await StoreCommands.FailAsync("snapshot", "restore", good, "--data-dir", other, "--bump-revision=-1"));
        Assert.Matches(
            $"^{other}/store.db: revision [0-9]+ cannot be raised by 9223372036854775807: a store may begin at 4398046511103 at most. Raise it by less$",
            await StoreCommands.FailAsync("snapshot", "restore", good, "--data-dir", other, "--bump-revision=9223372036854775807"));
        Directory.Delete(other);
        var bytes = await File.ReadAllBytesAsync(good);
        bytes[20] ^= 1;
        await RefusesAsync(etcd, "flipped", bytes, "the snapshot is damaged: its SHA-256 does not match. Use another snapshot");
        await RefusesAsync(etcd, "cut", bytes[..^100], "the snapshot is damaged: its length is wrong: it may have been cut off. Use another snapshot");
        await RefusesAsync(
            etcd, "foreign", "something else"u8.ToArray(), "this is not a snapshot of Kybernet's store. Choose a file that `etcd snapshot save` has written");
        Assert.Equal($"Could not find file '{etcd.File("x")}'.", await StoreCommands.FailAsync("snapshot", "restore", etcd.File("x"), "--data-dir", other));
        Assert.False(Path.Exists(other));
    }

    /// <summary>Also asks for the three forms that this can be told in.</summary>
    private static async Task<long> RevisionOfAsync(string file)
    {
        var size = new FileInfo(file).Length;
        var json = Json().Match(await StoreCommands.RunAsync("snapshot", "status", file, "--write-out", "json"));
        Assert.True(json.Success);
        var (hash, revision, keys) = (uint.Parse(json.Groups[1].Value, CultureInfo.InvariantCulture), json.Groups[2].Value, json.Groups[3].Value);
        Assert.Equal($"{size}", json.Groups[4].Value);
        Assert.Matches($"^{hash:x}, {revision}, {keys}, [0-9.]+ kB$", await StoreCommands.RunAsync("snapshot", "status", file));
        var table = (await StoreCommands.RunAsync("snapshot", "status", file, "-w", "table")).Split('\n');
        Assert.Equal(5, table.Length);
        Assert.Matches(@"^\| +HASH +\| +REVISION +\| +TOTAL KEYS +\| +TOTAL SIZE +\|$", table[1]);
        Assert.Matches($@"^\| +{hash:x} +\| +{revision} +\| +{keys} +\| +[0-9.]+ kB +\|$", table[3]);
        Assert.Single(table.Select(static line => line.Length).Distinct());
        return long.Parse(revision, CultureInfo.InvariantCulture);
    }

    private static async Task RefusesAsync(EtcdProcess etcd, string name, byte[] bytes, string message)
    {
        var (file, directory) = (etcd.File(name), etcd.File(name + ".restored"));
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal($"{file}: {message}", await StoreCommands.FailAsync("snapshot", "status", file));
        Assert.Equal($"{file}: {message}", await StoreCommands.FailAsync("snapshot", "restore", file, "--data-dir", directory));
        Assert.False(Path.Exists(directory));
    }

    [GeneratedRegex("^\\{\"hash\":([0-9]+),\"revision\":([0-9]+),\"totalKey\":([0-9]+),\"totalSize\":([0-9]+)\\}$")]
    private static partial Regex Json();
}
