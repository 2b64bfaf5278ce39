using System.Collections.Concurrent;
using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Serving;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary><c>kybernet etcd</c> as a process, and the same service of an API server.</summary>
public sealed class EtcdCommandTests
{
    [EtcdctlFact]
    public async Task Kill_9_under_puts_loses_nothing_that_was_acknowledged()
    {
        await using var etcd = await EtcdProcess.StartAsync();
        ConcurrentDictionary<string, bool> acknowledged = [];
        for (var round = 0; round < 3; round++)
        {
            var before = acknowledged.Count;
            var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilFailureAsync(etcd, $"/{round}/{writer}", acknowledged)).ToList();
            while (acknowledged.Count < before + 20) await Task.WhenAny([.. writers, Task.Delay(5)]);
            await etcd.Process.KillAsync();
            await Task.WhenAll(writers);
            await etcd.StartAgainAsync();

            var there = (await etcd.EtcdctlAsync("get", "/", "--prefix", "--keys-only")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
            Assert.Superset(acknowledged.Keys.ToHashSet(), there);
        }

        Assert.Equal("OK", await etcd.EtcdctlAsync("put", "after", "all"));
        Assert.Equal(0, await etcd.Process.StopAsync());
    }

    [Fact]
    public async Task Its_socket_is_for_its_user_only_and_goes_with_it()
    {
        await using var etcd = await EtcdProcess.StartAsync();
        var socket = etcd.Socket["unix://".Length..];

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        Assert.Equal(0, await etcd.Process.StopAsync());
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task What_another_has_is_refused_with_one_line()
    {
        await using var etcd = await EtcdProcess.StartAsync();

        await using var sameDirectory = ComponentProcess.Start("etcd", "--data-dir", etcd.Data, "--listen-client-urls", "http://127.0.0.1:0");
        Assert.Equal(1, await sameDirectory.EndAsync());
        Assert.Equal($"Error: {etcd.Data}/store.db: it is in use by another process. Stop that one, or choose another data directory", sameDirectory.Said);

        await using var samePort = ComponentProcess.Start("etcd", "--data-dir", etcd.File("other"), "--listen-client-urls", etcd.Address);
        Assert.Equal(1, await samePort.EndAsync());
        Assert.Equal($"Error: Failed to bind to address {etcd.Address}: address already in use.", samePort.Said);
    }

    [Theory]
    [InlineData("--nonsense", "unknown flag: --nonsense")]
    [InlineData("--listen-client-urls=localhost", "--listen-client-urls: \"localhost\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH")]
    [InlineData("--listen-client-urls=http://127.0.0.1", "--listen-client-urls: \"http://127.0.0.1\" is no address of the form http://HOST:PORT, https://HOST:PORT or unix:///PATH")]
    [InlineData("--listen-client-urls=http://example.org:1", "expected IP in URL for binding (http://example.org:1/)")]
    [InlineData("--listen-client-urls=http://192.0.2.1:1", "cannot listen on unix://SOCKET, http://192.0.2.1:1/: Cannot assign requested address")]
    [InlineData("--listen-client-urls=https://127.0.0.1:0", "an https address needs --cert-file and --key-file")]
    [InlineData("--listen-client-urls=https://127.0.0.1:0 --cert-file=/nowhere --key-file=/nowhere", "Could not find file '/nowhere'.")]
    [InlineData("--auto-compaction-mode=never", "--auto-compaction-mode: there is no mode never, only periodic and revision")]
    [InlineData("--auto-compaction-retention=soon", "--auto-compaction-retention: time: invalid duration \"soon\"")]
    [InlineData("--max-txn-ops=0", "--max-txn-ops has to be at least 1")]
    public async Task What_is_wrong_is_one_line_and_the_exit_code_1(string line, string message)
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-etcd-");
        await using var etcd = ComponentProcess.Start("etcd", ["--data-dir", directory.FullName, .. line.Split(' ')]);

        Assert.Equal(1, await etcd.EndAsync());
        Assert.Matches("^Error: " + System.Text.RegularExpressions.Regex.Escape(message).Replace("SOCKET", "[^,]+/etcd.sock", StringComparison.Ordinal) + "$", etcd.Said);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task That_http_ignores_certificates_is_said()
    {
        await using var etcd = await EtcdProcess.StartAsync("--client-cert-auth", "--cert-file=a", "--key-file=b");

        Assert.Contains($"{etcd.Address}/ is http: --cert-file and --key-file are ignored there", etcd.Process.Said, StringComparison.Ordinal);
        Assert.Contains($"{etcd.Address}/ is http: --client-cert-auth is ignored there", etcd.Process.Said, StringComparison.Ordinal);
    }

    [EtcdctlFact]
    public async Task History_goes_after_its_time()
    {
        await using var etcd = await EtcdProcess.StartAsync("--auto-compaction-retention=200ms");
        await etcd.EtcdctlAsync("put", "a", "1");
        await etcd.EtcdctlAsync("put", "a", "2");

        CommandOutput said;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while ((said = await etcd.TryEtcdctlAsync("get", "a", "--rev=2")).Code == 0) Assert.True(clock.Elapsed < Programs.Patience);
        Assert.Contains("required revision has been compacted", said.Errors);
        Assert.Equal("a\n2", await etcd.EtcdctlAsync("get", "a"));
    }

    [EtcdctlFact]
    public async Task An_api_server_serves_its_store_to_others()
    {
        var (clients, metrics) = ($"127.0.0.1:{Programs.FreePort()}", $"http://127.0.0.1:{Programs.FreePort()}");
        await using var server = await LoneApiServer.StartAsync(
            $"--embedded-etcd-listen-client-urls=http://{clients}", $"--embedded-etcd-listen-metrics-urls={metrics}", "--embedded-etcd-name=here");
        await server.KubectlAsync("create configmap seen -n default --from-literal=k=v");

        Assert.Contains("\"k\":\"v\"", (await Etcdctl.RunAsync(clients, "get", "/registry/configmaps/default/seen", "--print-value-only")).Output);
        Assert.Matches($"^[0-9a-f]+, started, here, , http://{clients}/?, false\n$", (await Etcdctl.RunAsync(clients, "member", "list")).Output);
        Assert.StartsWith($"{clients}, ", (await Etcdctl.RunAsync(clients, "endpoint", "status")).Output);
        using HttpClient http = new();
        Assert.Equal("""{"health":"true","reason":""}""", await http.GetStringAsync($"{metrics}/health"));
        Assert.Contains("etcd_server_has_leader 1", await http.GetStringAsync($"{metrics}/metrics"));

        // What is done by hand is seen by the API server's watchers, too.
        Assert.Equal("1\n", (await Etcdctl.RunAsync(clients, "del", "/registry/configmaps/default/seen")).Output);
        await server.WaitAsync("get configmaps -n default -o name", static said => !said.Contains("seen", StringComparison.Ordinal));
    }

    private static async Task WriteUntilFailureAsync(EtcdProcess etcd, string prefix, ConcurrentDictionary<string, bool> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{prefix}/{i}";
            if ((await etcd.TryEtcdctlAsync("put", key, "x", "--command-timeout=2s", "--dial-timeout=1s")).Code != 0) return;
            acknowledged[key] = true;
        }
    }
}
