using System.Collections.Concurrent;
using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Components;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Etcd;

/// <summary>An API server in one process, over <c>kybernet etcd</c> in another.</summary>
public sealed class OverKybernetEtcdTests
{
    [KubectlFact]
    public async Task Objects_are_created_read_watched_and_deleted()
    {
        await using var etcd = await EtcdProcess.StartAsync();
        await using var server = await LoneApiServer.StartAsync($"--etcd-servers={etcd.Address}");
        await using var watch = server.StartKubectl("get configmaps -n default --watch -o custom-columns=E:.type,N:.object.metadata.name,V:.object.data.k --no-headers --output-watch-events");

        await server.KubectlAsync("create configmap seen -n default --from-literal=k=1");
        Assert.Equal("1", await server.KubectlAsync("get configmap seen -n default -o jsonpath={.data.k}"));
        await server.KubectlAsync("patch configmap seen -n default --type=merge -p " + Kubectl.Word("""{"data":{"k":"2"}}"""));
        await server.KubectlAsync("delete configmap seen -n default");
        Assert.Equal("", await server.KubectlAsync("get configmaps -n default -o name --field-selector=metadata.name=seen"));

        var events = await watch.WaitForAsync("DELETED");
        Assert.Equal(
            ["ADDED seen 1", "MODIFIED seen 2", "DELETED seen 2"],
            events.Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(static line => line.Contains("seen", StringComparison.Ordinal)));
    }

    [KubectlFact]
    public async Task Kill_9_of_its_etcd_loses_nothing_that_was_acknowledged()
    {
        await using var etcd = await EtcdProcess.StartAsync();
        await using var server = await LoneApiServer.StartAsync($"--etcd-servers={etcd.Address}");
        ConcurrentQueue<string> acknowledged = [];
        using CancellationTokenSource enough = new();
        var writers = Enumerable.Range(0, 3).Select(writer => WriteAsync(server, $"w{writer}", acknowledged, enough.Token)).ToList();
        await UntilAsync(() => acknowledged.Count >= 6);

        await etcd.Process.KillAsync();
        await etcd.StartAgainAsync();
        var then = acknowledged.Count;
        await UntilAsync(() => acknowledged.Count >= then + 6);
        enough.Cancel();
        await Task.WhenAll(writers);

        var there = (await server.KubectlAsync("get configmaps -n default -o name")).Split('\n').ToHashSet();
        Assert.Superset(acknowledged.Select(static name => $"configmap/{name}").ToHashSet(), there);
    }

    private static async Task WriteAsync(LoneApiServer server, string prefix, ConcurrentQueue<string> acknowledged, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var name = $"{prefix}-{i}";
            if ((await server.TryKubectlAsync($"create configmap {name} -n default --request-timeout=20s")).Code == 0) acknowledged.Enqueue(name);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); await Task.Delay(20)) Assert.True(clock.Elapsed < Programs.Patience, "it did not come to be in time");
    }
}
