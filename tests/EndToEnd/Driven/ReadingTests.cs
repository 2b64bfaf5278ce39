using Kybernet.EndToEnd.Tests.Real;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>Objects, resources and the cluster as they are shown.</summary>
[Collection(HollowNodes.Collection)]
public sealed class ReadingTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task Lists_are_sorted_selected_paged_and_printed()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"create -n {ns} -f -", Maps());
        Assert.Equal("configmap/c3\nconfigmap/c2\nconfigmap/c1\n", await kubectl.RunAsync($"get cm -n {ns} -l num --sort-by=.data.rank -o name"));
        Assert.Equal("configmap/c1\n", await kubectl.RunAsync($"get cm -n {ns} -l \"num in (1,2),num!=2\" -o name"));
        Assert.Equal("configmap/kube-root-ca.crt\n", await kubectl.RunAsync($"get cm -n {ns} -l !num -o name"));
        Assert.Equal("configmap/c2\n", await kubectl.RunAsync($"get cm -n {ns} --field-selector=metadata.name=c2 -o name"));
        Assert.Equal(
            "Error from server (BadRequest): Unable to find \"/v1, Resource=configmaps\" that match label selector \"\", field selector \"data.n=1\": \"data.n\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"\n",
            (await kubectl.TryAsync($"get cm -n {ns} --field-selector=data.n=1")).Errors);
        Assert.Equal(await kubectl.RunAsync($"get cm -n {ns} -o name"), await kubectl.RunAsync($"get cm -n {ns} -o name --chunk-size=1"));
        Assert.Equal("NAME   RANK   X\nc1     3      <none>\nc2     2      <none>\nc3     1      <none>\n", await kubectl.RunAsync($"get cm -n {ns} -l num -o custom-columns=NAME:.metadata.name,RANK:.data.rank,X:.absent"));
        Assert.Equal("c1=3;c2=2;c3=1;", await kubectl.RunAsync($"get cm -n {ns} -l num -o \"jsonpath={{range .items[*]}}{{.metadata.name}}={{.data.rank}};{{end}}\""));
        Assert.Equal("c1 c2 c3 ", await kubectl.RunAsync($"get cm -n {ns} -l num -o \"go-template={{{{range .items}}}}{{{{.metadata.name}}}} {{{{end}}}}\""));
        Assert.Matches(@"NAME +DATA +AGE +NUM\nc1 +1 +\d+s +1\n", await kubectl.RunAsync($"get cm -n {ns} -l num -L num"));
        Assert.Matches(@"configmap/c1 +1 +\d+s +num=1\n", await kubectl.RunAsync($"get cm,sa -n {ns} --show-labels"));
        Assert.Equal("configmap/c1\n", await kubectl.RunAsync($"get cm c1 absent -n {ns} --ignore-not-found -o name"));
    }

    [KubectlFact]
    public async Task A_watch_shows_a_pod_come_and_go()
    {
        var ns = await nodes.NamespaceAsync();
        await using var watch = nodes.Kubectl.Start($"get pods -n {ns} -w --output-watch-events");
        await nodes.Kubectl.RunAsync($"run one -n {ns} --image=x");
        await watch.WaitForAsync(static s => s.Contains("ADDED", StringComparison.Ordinal) && s.Contains("1/1", StringComparison.Ordinal));
        await nodes.Kubectl.RunAsync($"delete pod one -n {ns} --now");
        await watch.WaitForAsync(static s => s.Contains("Terminating", StringComparison.Ordinal) && s.Contains("DELETED", StringComparison.Ordinal));
    }

    [KubectlFact]
    public async Task Describe_tells_what_happened_to_a_pod_from_its_scheduling_on()
    {
        var ns = await nodes.NamespaceAsync();
        await nodes.Kubectl.RunAsync($"run one -n {ns} --image=x");
        var said = await nodes.Kubectl.WaitAsync($"describe pod one -n {ns}", static s => s.Contains("Container started", StringComparison.Ordinal));
        // All within a second; only the scheduler's event has no lastTimestamp, and comes first by that.
        Assert.Matches($@"Events:\n +Type .*\n +---- .*\n +Normal +Scheduled .*Successfully assigned {ns}/one to node-\d\n +Normal +\S+ +\S+ +kubelet ", said);
        Assert.Equal("Binding default-scheduler", await nodes.Kubectl.RunAsync(
            $"get events.v1.events.k8s.io -n {ns} --field-selector=reason=Scheduled -o \"jsonpath={{.items[0].action}} {{.items[0].reportingController}}\""));
    }

    [KubectlFact]
    public async Task Resources_and_versions_are_listed()
    {
        var kubectl = nodes.Kubectl;
        var all = await kubectl.RunAsync("api-resources -o wide");
        Assert.Matches(@"deployments +deploy +apps/v1 +true +Deployment +\[?create[, ]delete[, ]deletecollection[, ]get[, ]list[, ]patch[, ]update[, ]watch", all);
        Assert.Matches(@"nodes +no +v1 +false +Node ", all);
        Assert.Equal(
            "controllerrevisions.apps\ndaemonsets.apps\ndeployments.apps\nreplicasets.apps\nstatefulsets.apps\n", await kubectl.RunAsync("api-resources --api-group=apps -o name"));
        Assert.DoesNotContain("pods\n", await kubectl.RunAsync("api-resources --namespaced=false --verbs=list -o name"));
        var versions = (await kubectl.RunAsync("api-versions")).Split('\n');
        Assert.Contains("v1", versions);
        Assert.Contains("apps/v1", versions);
        Assert.Contains("autoscaling/v1", versions);
        Assert.Contains("autoscaling/v2", versions);
    }

    [KubectlFact]
    public async Task The_cluster_tells_of_itself_and_is_dumped()
    {
        var ns = await nodes.DeploymentAsync(1);
        Assert.Contains($"https://127.0.0.1:{nodes.Cluster.Port}", await nodes.Kubectl.RunAsync("cluster-info"));
        using TemporaryFiles files = new();
        await nodes.Kubectl.RunAsync($"cluster-info dump --namespaces={ns} --output-directory={files["dump"]}");
        foreach (var kind in (string[])["daemonsets", "deployments", "events", "pods", "replicasets", "replication-controllers", "services"])
        {
            Assert.Contains("\"items\":", await File.ReadAllTextAsync(Path.Combine(files["dump"], ns, $"{kind}.json")));
        }

        Assert.Contains("node-3", await File.ReadAllTextAsync(Path.Combine(files["dump"], "nodes.json")));
    }

    [KubectlFact(since: 26)]
    public async Task Events_are_shown_for_one_object_or_of_one_type()
    {
        var ns = await nodes.DeploymentAsync(1);
        Assert.Matches(@"Normal +ScalingReplicaSet +Deployment/web +Scaled up replica set web-", await nodes.Kubectl.RunAsync($"events -n {ns} --for=deployment/web"));
        Assert.Contains("SuccessfulCreate", await nodes.Kubectl.RunAsync($"events -n {ns}"));
        Assert.Contains("No events found", (await nodes.Kubectl.TryAsync($"events -n {ns} --types=Warning")).All);
    }

    [KubectlFact(since: 21)] // Debian's 1.20 ends with a stack trace when it writes a kubeconfig
    public async Task A_context_of_ones_own_is_made_and_used()
    {
        using TemporaryFiles files = new();
        File.Copy(nodes.Cluster.Kubeconfig, files["config"]);
        Product.Kubectl own = new(files["config"]);
        await own.RunAsync("config set-credentials bob --token=nobody");
        await own.RunAsync($"config set-cluster same --server=https://127.0.0.1:{nodes.Cluster.Port} --insecure-skip-tls-verify=true");
        await own.RunAsync("config set-context bobs --cluster=same --user=bob --namespace=kube-system");
        Assert.Equal("error: You must be logged in to the server (Unauthorized)\n", (await own.TryAsync("--context=bobs get pods")).Errors);
        await own.RunAsync("config use-context bobs");
        Assert.Equal("bobs\n", await own.RunAsync("config current-context"));
        Assert.Contains("namespace: kube-system", await own.RunAsync("config view --minify"));
        await own.RunAsync("config delete-context bobs");
        Assert.DoesNotContain("bobs", await own.RunAsync("config get-contexts -o name"));
    }

    private static string Maps() => string.Join(
        "---\n", Enumerable.Range(1, 3).Select(static i => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}, labels: {{num: \"{i}\"}}}}\ndata: {{rank: \"{4 - i}\"}}\n"));
}
