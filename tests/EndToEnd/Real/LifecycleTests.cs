using System.Net;
using System.Net.Sockets;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>The cluster comes, goes, comes back, and leaves nothing behind.</summary>
[Collection(RealNode.Collection)]
public sealed class LifecycleTests(RealNode node)
{
    [NodeFact]
    public async Task A_namespace_a_down_and_a_second_up_leave_nothing_behind()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "full", "sleep 1000", "ports: [{containerPort: 8080, hostPort: 18123}]\n    volumeMounts: [{name: memory, mountPath: /memory}]\n  volumes: [{name: memory, emptyDir: {medium: Memory}}]");
        await node.Kubectl.RunAsync($"expose pod full -n {ns} --port=80");
        await node.Kubectl.RunAsync($"delete namespace {ns} --timeout=50s");
        var left = Traces.Take();
        Assert.DoesNotContain("full", await node.Kubectl.RunAsync("get pods -A"));

        var kept = await node.NamespaceAsync();
        await node.PodAsync(kept, "kept", "sleep 1000");
        Assert.NotEqual(left.Processes, Traces.Take().Processes);
        await node.Cluster.DownAsync();
        Assert.Equal(node.Before, Traces.Take());
        await node.Cluster.DownAsync(); // twice is once

        await node.Cluster.UpAsync();
        Assert.Contains(kept, await node.Kubectl.RunAsync("get ns"));
        await node.Kubectl.RunAsync($"wait pod/kept -n {kept} --for=condition=Ready --timeout=50s");
    }

    [NodeFact]
    public async Task A_hollow_cluster_that_ends_leaves_the_node_alone()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "stays", "hostname > /www/index.html; httpd -f -p 8080 -h /www");
        var tables = Traces.Take().Tables;
        await using (Cluster hollow = new("--runtime", "hollow")) await hollow.UpAsync();

        Assert.Equal(tables, Traces.Take().Tables);
        Assert.Equal("stays\n", await node.Kubectl.RunAsync($"exec stays -n {ns} -- wget -qO- http://127.0.0.1:8080/"));
        using HttpClient http = new();
        var address = await node.Kubectl.RunAsync($"get pod stays -n {ns} -o jsonpath={{.status.podIP}}");
        Assert.Equal("stays\n", await http.GetStringAsync(new Uri($"http://{address}:8080/")));
    }

    [NodeFact]
    public void Up_tells_its_steps_and_what_to_type_next()
    {
        foreach (var step in (string[])["API server ready", "container engine and pod network ready", "node ready", "The cluster is ready", $"export KUBECONFIG={node.Cluster.Kubeconfig}", "kubectl get nodes"])
            Assert.Contains(step, node.SaidByUp);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(node.Cluster.Kubeconfig));
    }

    [NodeFact]
    public async Task Status_says_how_it_is()
    {
        var said = await KybernetExecutable.RunAsync("status", "--data-dir", node.Cluster.Data);
        Assert.Equal(0, said.Code);
        Assert.Contains("is ready", said.Output);
        Assert.Contains("containerd://", said.Output);
    }

    [NodeFact]
    public async Task A_second_cluster_is_refused_the_machine_with_one_line()
    {
        using TemporaryFiles files = new();
        var second = await KybernetExecutable.RunAsync("up", "--data-dir", files["data"], "--secure-port", $"{Programs.FreePort()}");
        Assert.Equal(1, second.Code);
        Assert.Matches($"^kybernet: this machine's node belongs to the cluster in {node.Cluster.Data}: .*\n$", second.Errors);

        var same = await KybernetExecutable.RunAsync("up", "--data-dir", node.Cluster.Data);
        Assert.Equal(1, same.Code);
        Assert.Matches(@"^kybernet: the cluster in .* is running already \(process \d+\): .*\n$", same.Errors);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_one_line()
    {
        using TcpListener taken = new(IPAddress.IPv6Any, 0);
        taken.Start();
        using TemporaryFiles files = new();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var said = await KybernetExecutable.RunAsync("up", "--runtime", "hollow", "--data-dir", files["data"], "--secure-port", $"{port}");
        Assert.Equal(1, said.Code);
        Assert.Equal($"kybernet: port {port} is taken by another program: stop that (choose another with --secure-port)\n", said.Errors);
        Assert.False(Directory.Exists(files["data"]));
    }
}
