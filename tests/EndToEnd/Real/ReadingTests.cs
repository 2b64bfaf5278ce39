namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>What a user looks at, reads as it always did.</summary>
[Collection(RealNode.Collection)]
public sealed class ReadingTests(RealNode node)
{
    [NodeFact]
    public async Task A_new_deployment_reads_as_with_upstream()
    {
        var ns = await node.NamespaceAsync();
        var kubectl = node.Kubectl;
        Assert.Equal("deployment.apps/web created\n", await kubectl.RunAsync($"create deployment web -n {ns} --image={TestImage.Name} --replicas=3 -- sleep 1000"));
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");

        var wide = await kubectl.RunAsync($"get deploy,rs,pods -n {ns} -o wide");
        Assert.Matches(@"NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\n", wide);
        Assert.Matches($@"deployment.apps/web +3/3 +3 +3 +\d+s +busybox +{TestImage.Name} +app=web\n", wide);
        Assert.Matches(@"NAME +DESIRED +CURRENT +READY +AGE +CONTAINERS +IMAGES +SELECTOR\n", wide);
        Assert.Matches(@"replicaset.apps/web-[a-z0-9]+ +3 +3 +3 +\d+s ", wide);
        Assert.Matches(@"NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n", wide);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(wide, @"pod/web-[a-z0-9]+-[a-z0-9]{5} +1/1 +Running +0 +\d+s +10\.244\.0\.\d+ +\S+ +<none> +<none>"));

        Assert.Matches($@"{ns} +web-[a-z0-9-]+ +1/1 +Running +0 +\d+s", await kubectl.RunAsync("get pods -A"));
        Assert.Matches(@"kube-system +Active +\d+", await kubectl.RunAsync("get ns"));
        Assert.Matches(@"NAME +STATUS +ROLES +AGE +VERSION\n\S+ +Ready +<none> +\S+ +v1\.36\.", await kubectl.RunAsync("get nodes"));
        Assert.Matches(@"pod/web-[\s\S]*deployment.apps/web [\s\S]*replicaset.apps/web-", await kubectl.RunAsync($"get all -n {ns}"));
        Assert.Matches(@"LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n[\s\S]*ScalingReplicaSet +deployment/web", await kubectl.RunAsync($"get events -n {ns}"));
        Assert.Matches(@"deployments +deploy +apps/v1 +true +Deployment\n", await kubectl.RunAsync("api-resources"));
        Assert.Matches(@"imagePullPolicy\s*<string>", await kubectl.RunAsync("explain pod.spec.containers"));
    }

    [NodeFact]
    public async Task Describe_tells_the_way_of_a_pod()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "one", "sleep 1000");
        var said = await node.Kubectl.WaitAsync($"describe pod one -n {ns}", s => s.Contains("Started", StringComparison.Ordinal));

        string[] inOrder =
        [
            "Name:", "Namespace:", "Priority:", "Node:", "Start Time:", "Labels:", "Annotations:", "Status:", "IP:", "IPs:", "Containers:",
            "Container ID:  containerd://", "Image:", "Image ID:", "State:", "Ready:", "Restart Count:", "Environment:", "Mounts:", "Conditions:",
            "PodScheduled", "Volumes:", "QoS Class:", "Node-Selectors:", "Tolerations:", "Events:", "Scheduled", "Pulled", "Created", "Started",
        ];
        var at = 0;
        foreach (var word in inOrder)
        {
            var found = said.IndexOf(word, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{word} is missing, or not in its place: {said}");
            at = found;
        }
    }

    [NodeFact]
    public async Task Output_forms_sorting_and_selection_work()
    {
        var ns = await node.NamespaceAsync();
        var kubectl = node.Kubectl;
        await node.PodAsync(ns, "b", "sleep 1000");
        await node.PodAsync(ns, "a", "sleep 1000");

        Assert.Contains("kind: Pod\n", await kubectl.RunAsync($"get po a -n {ns} -o yaml"));
        Assert.Contains("\"kind\": \"Pod\"", await kubectl.RunAsync($"get po a -n {ns} -o json"));
        Assert.Equal("a b", await kubectl.RunAsync($"get po -n {ns} -o jsonpath={{.items[*].metadata.name}}"));
        Assert.Equal("NAME   PHASE\na      Running\nb      Running\n", await kubectl.RunAsync($"get po -n {ns} -o custom-columns=NAME:.metadata.name,PHASE:.status.phase"));
        await kubectl.RunAsync($"create configmap first -n {ns} --from-literal=rank=2");
        await kubectl.RunAsync($"create configmap second -n {ns} --from-literal=rank=1");
        Assert.EndsWith("configmap/second\nconfigmap/first\n", await kubectl.RunAsync($"get cm -n {ns} --sort-by=.data.rank -o name"));
        Assert.Equal("pod/b\n", await kubectl.RunAsync($"get po -n {ns} -l app=b -o name"));
        Assert.Equal("pod/a\n", await kubectl.RunAsync($"get po -n {ns} -l app!=b,app -o name"));
        Assert.Equal("pod/a\npod/b\n", await kubectl.RunAsync($"get po -n {ns} --field-selector=status.phase=Running -o name"));
        Assert.Equal("", await kubectl.RunAsync($"get po -n {ns} --field-selector=status.phase=Failed -o name"));
    }

    [NodeFact]
    public async Task Watching_shows_a_pod_come_and_go()
    {
        var ns = await node.NamespaceAsync();
        await using var watch = node.Kubectl.Start($"get pods -n {ns} -w");
        await node.PodAsync(ns, "short", "sleep 1000");
        await watch.WaitForAsync(s => s.Contains("ContainerCreating", StringComparison.Ordinal) && s.Contains("Running", StringComparison.Ordinal));
        await node.Kubectl.RunAsync($"delete pod short -n {ns}");
        await watch.WaitForAsync(s => s.Contains("Terminating", StringComparison.Ordinal));
    }
}
