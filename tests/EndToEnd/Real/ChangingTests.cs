namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>What a user changes, and what the cluster does about it.</summary>
[Collection(RealNode.Collection)]
public sealed class ChangingTests(RealNode node)
{
    private const string Names = "-o jsonpath={.items[*].metadata.name}";

    [NodeFact]
    public async Task A_pod_that_is_deleted_is_replaced()
    {
        var ns = await DeploymentAsync(2);
        var before = (await node.Kubectl.RunAsync($"get pods -n {ns} {Names}")).Split(' ');
        await node.Kubectl.RunAsync($"delete pod {before[0]} -n {ns} --grace-period=1");

        var after = await node.Kubectl.WaitAsync($"get pods -n {ns} --field-selector=status.phase=Running {Names}", s => s.Split(' ').Length == 2);
        Assert.DoesNotContain(before[0], after);
        Assert.Contains(before[1], after);
    }

    [NodeFact]
    public async Task A_rollout_goes_forward_and_back()
    {
        var ns = await DeploymentAsync(2);
        var kubectl = node.Kubectl;
        Assert.Equal("deployment.apps/web image updated\n", await kubectl.RunAsync($"set image deployment/web -n {ns} busybox={TestImage.Other}"));
        Assert.EndsWith("deployment \"web\" successfully rolled out\n", await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s"));
        Assert.Equal($"{TestImage.Other} {TestImage.Other}", await kubectl.WaitAsync(Images(ns), s => s.Split(' ').Length == 2));
        Assert.Matches(@"REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>\n", await kubectl.RunAsync($"rollout history deployment/web -n {ns}"));

        Assert.Equal("deployment.apps/web rolled back\n", await kubectl.RunAsync($"rollout undo deployment/web -n {ns}"));
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        await kubectl.WaitAsync(Images(ns), s => s == $"{TestImage.Name} {TestImage.Name}");
        Assert.Matches(@"REVISION +CHANGE-CAUSE\n2 +<none>\n3 +<none>\n", await kubectl.RunAsync($"rollout history deployment/web -n {ns}"));

        await kubectl.RunAsync($"rollout pause deployment/web -n {ns}");
        await kubectl.RunAsync($"set env deployment/web -n {ns} COLOUR=blue");
        Assert.Contains("can't restart paused deployment", (await kubectl.TryAsync($"rollout restart deployment/web -n {ns}")).Errors);
        await kubectl.RunAsync($"rollout resume deployment/web -n {ns}");
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        Assert.Equal("blue", (await kubectl.RunAsync($"exec deployment/web -n {ns} -- sh -c \"echo $COLOUR\"")).Trim());
    }

    [NodeFact]
    public async Task Scaling_by_command_and_by_patch()
    {
        var ns = await DeploymentAsync(1);
        Assert.Equal("deployment.apps/web scaled\n", await node.Kubectl.RunAsync($"scale deployment web -n {ns} --replicas=3"));
        await node.Kubectl.RunAsync($"wait deployment/web -n {ns} --for=condition=Available --timeout=50s");
        await node.Kubectl.WaitAsync($"get deployment web -n {ns} -o jsonpath={{.status.readyReplicas}}", s => s == "3");

        await node.Kubectl.RunAsync($"patch deployment web -n {ns} --type=json -p [{{\\\"op\\\":\\\"replace\\\",\\\"path\\\":\\\"/spec/replicas\\\",\\\"value\\\":0}}]");
        await node.Kubectl.WaitAsync($"get pods -n {ns} -o name", s => s.Length == 0);
    }

    [NodeFact]
    public async Task Objects_are_labelled_edited_replaced_applied_and_compared()
    {
        var ns = await DeploymentAsync(1);
        var kubectl = node.Kubectl;
        await kubectl.RunAsync($"label deployment web -n {ns} tier=front");
        await kubectl.RunAsync($"annotate deployment web -n {ns} note=hello");
        Assert.Equal("front hello", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath=\"{{.metadata.labels.tier}} {{.metadata.annotations.note}}\""));

        // sed as an editor: it changes the file that kubectl hands it.
        var edit = await kubectl.EditAsync($"edit deployment web -n {ns}", "sed -i s/hello/goodbye/");
        Assert.Equal("deployment.apps/web edited\n", edit.Output);
        Assert.Equal("goodbye", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.metadata.annotations.note}}"));

        const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {a: VALUE}\n";
        Assert.Equal("configmap/map created\n", await kubectl.RunAsync($"apply -n {ns} -f -", Map.Replace("VALUE", "one", StringComparison.Ordinal)));
        Assert.Equal("configmap/map unchanged\n", await kubectl.RunAsync($"apply -n {ns} -f -", Map.Replace("VALUE", "one", StringComparison.Ordinal)));
        var diff = await kubectl.TryAsync($"diff -n {ns} -f -", Map.Replace("VALUE", "two", StringComparison.Ordinal));
        Assert.Equal(1, diff.Code);
        Assert.Contains("-  a: one\n+  a: two\n", diff.Output);
        Assert.Equal("configmap/map configured\n", await kubectl.RunAsync($"apply -n {ns} -f -", Map.Replace("VALUE", "two", StringComparison.Ordinal)));
        Assert.Equal("configmap/map replaced\n", await kubectl.RunAsync($"replace -n {ns} -f -", Map.Replace("VALUE", "three", StringComparison.Ordinal)));
        Assert.Equal("three", await kubectl.RunAsync($"get configmap map -n {ns} -o jsonpath={{.data.a}}"));

        var stale = await kubectl.TryAsync($"replace -n {ns} -f -", Map.Replace("name: map", "name: map, resourceVersion: \"1\"", StringComparison.Ordinal));
        Assert.Contains("Error from server (Conflict)", stale.Errors);
        Assert.Contains("the object has been modified; please apply your changes to the latest version and try again", stale.Errors);
    }

    [NodeFact]
    public async Task Deletion_takes_or_leaves_what_an_object_owns()
    {
        var ns = await DeploymentAsync(1);
        var kubectl = node.Kubectl;
        await kubectl.RunAsync($"delete deployment web -n {ns} --cascade=orphan");
        var set = (await kubectl.RunAsync($"get rs -n {ns} -o name")).Trim();
        Assert.StartsWith("replicaset.apps/web-", set);
        Assert.Equal("", await kubectl.WaitAsync($"get {set} -n {ns} -o jsonpath={{.metadata.ownerReferences}}", s => s.Length == 0));

        await kubectl.RunAsync($"delete {set} -n {ns} --cascade=foreground --timeout=50s");
        Assert.Equal("", await kubectl.RunAsync($"get pods -n {ns} -o name"));

        var background = await DeploymentAsync(1);
        await kubectl.RunAsync($"delete deployment web -n {background} --cascade=background");
        await kubectl.WaitAsync($"get rs,pods -n {background} -o name", s => s.Length == 0);
    }

    private async Task<string> DeploymentAsync(int replicas)
    {
        var ns = await node.NamespaceAsync();
        // The shell ends at once when it is told to, as a well-behaved program does; a bare sleep as process 1 would not.
        await node.Kubectl.RunAsync(
            $"create deployment web -n {ns} --image={TestImage.Name} --replicas={replicas} -- sh -c \"trap exit TERM; while true; do sleep 1000 & wait; done\"");
        await node.Kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        return ns;
    }

    private static string Images(string ns) => $"get pods -n {ns} -o jsonpath={{.items[*].spec.containers[0].image}}";
}
