using System.Collections.Concurrent;
using System.Text;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>Kybernet is killed in the midst of its work, and started again.</summary>
[Collection(RealNode.Collection)]
public sealed class CrashTests(RealNode node)
{
    [NodeFact]
    public async Task Nothing_acknowledged_is_lost_and_containers_never_stop()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "goes-on", "hostname > /www/index.html; httpd -f -p 8080 -h /www");
        await node.Kubectl.RunAsync($"expose pod goes-on -n {ns} --port=80 --target-port=8080");
        var address = await node.Kubectl.RunAsync($"get service goes-on -n {ns} -o jsonpath={{.spec.clusterIP}}");
        var started = await StartedAsync(ns);
        using HttpClient service = new() { Timeout = TimeSpan.FromSeconds(5), DefaultRequestHeaders = { ConnectionClose = true } };

        var acknowledged = await KillUnderLoadAsync(ns);
        // Nobody is there to look after it: the pod and its service go on.
        Assert.Equal("goes-on\n", await service.GetStringAsync(new Uri($"http://{address}/")));
        await node.Cluster.UpAsync();

        var there = (await node.Kubectl.RunAsync($"get configmaps -n {ns} -o jsonpath={{.items[*].metadata.name}}")).Split(' ').ToHashSet();
        Assert.Superset(acknowledged.ToHashSet(), there);
        Assert.Equal(started, await StartedAsync(ns));
        Assert.Equal("0", await node.Kubectl.RunAsync($"get pod goes-on -n {ns} -o jsonpath={{.status.containerStatuses[0].restartCount}}"));
        Assert.Equal("goes-on\n", await service.GetStringAsync(new Uri($"http://{address}/")));

        // It is under control again.
        await node.Kubectl.RunAsync($"delete pod goes-on -n {ns} --timeout=50s");
    }

    [NodeFact]
    public async Task A_polite_stop_leaves_containers_running_too()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "goes-on", "sleep 1000");
        var started = await StartedAsync(ns);

        Assert.Equal(0, await node.Cluster.StopAsync());
        await node.Cluster.UpAsync();
        Assert.Equal(started, await StartedAsync(ns));
    }

    // Ends the process once hundreds of writes were acknowledged and more are under way; returns what was acknowledged.
    private async Task<IReadOnlyCollection<string>> KillUnderLoadAsync(string ns)
    {
        const int Writers = 8, Enough = 300;
        using var http = AdminHttp.Open(node.Cluster);
        ConcurrentQueue<string> acknowledged = [];
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var name = $"c{w}-{i}";
                using StringContent body = new($$"""{"metadata":{"name":"{{name}}"},"data":{"a":"b"} }""", Encoding.UTF8, "application/json");
                try
                {
                    using var answer = await http.PostAsync(new Uri($"/api/v1/namespaces/{ns}/configmaps", UriKind.Relative), body);
                    if (!answer.IsSuccessStatusCode) return;
                }
                catch (HttpRequestException)
                {
                    return; // The server is gone, as it should be.
                }

                acknowledged.Enqueue(name);
                if (acknowledged.Count >= Enough) enough.TrySetResult();
            }
        })).ToArray();
        await enough.Task.WaitAsync(Programs.Patience);
        await node.Cluster.CrashAsync();
        await Task.WhenAll(writers);
        Assert.True(acknowledged.Count >= Enough);
        return acknowledged;
    }

    // Field 22 of /proc/1/stat: when the container's first process started.
    private async Task<string> StartedAsync(string ns) =>
        (await node.Kubectl.RunAsync($"exec goes-on -n {ns} -- cat /proc/1/stat")).Split(' ')[21];
}
