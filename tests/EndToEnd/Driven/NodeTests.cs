using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>Nodes taken out of service and brought back: <c>cordon</c>, <c>drain</c>, <c>taint</c>.</summary>
[Collection(HollowNodes.Collection)]
public sealed class NodeTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task A_cordoned_node_gets_no_pods_until_it_is_uncordoned()
    {
        Assert.Equal("node/node-1 cordoned\n", await nodes.Kubectl.RunAsync("cordon node-1"));
        Assert.Equal("node/node-1 already cordoned\n", await nodes.Kubectl.RunAsync("cordon node-1"));
        Assert.Matches(@"node-1 +Ready,SchedulingDisabled ", await nodes.Kubectl.RunAsync("get nodes"));
        Assert.Equal("node.kubernetes.io/unschedulable", await nodes.Kubectl.WaitAsync("get node node-1 -o jsonpath={.spec.taints[*].key}", static s => s.Length > 0));
        var ns = await nodes.DeploymentAsync(6);
        Assert.DoesNotContain("node-1", await nodes.Kubectl.RunAsync($"get pods -n {ns} -o jsonpath={{.items[*].spec.nodeName}}"));

        Assert.Equal("node/node-1 uncordoned\n", await nodes.Kubectl.RunAsync("uncordon node-1"));
        await nodes.Kubectl.WaitAsync("get node node-1 -o jsonpath={.spec.taints[*].key}", static s => s.Length == 0);
        await nodes.Kubectl.RunAsync($"run here -n {ns} --image=nginx --overrides={Kubectl.Word("""{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node-1"}}}""")}");
        await nodes.Kubectl.RunAsync($"wait pod/here -n {ns} --for=condition=Ready --timeout=50s");
    }

    [KubectlFact(since: 25)]
    public async Task Drain_says_what_it_would_lose_and_waits_for_a_disruption_budget()
    {
        var kubectl = nodes.Kubectl;
        var ns = await nodes.DeploymentAsync(3);
        await kubectl.RunAsync($"apply -n {ns} -f -", """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agents}
            spec: {selector: {matchLabels: {d: s}}, template: {metadata: {labels: {d: s}}, spec: {nodeSelector: {no: where}, containers: [{name: a, image: x}]}}}
            """);
        var owner = await kubectl.RunAsync($"get daemonset agents -n {ns} -o jsonpath={{.metadata.uid}}");
        await kubectl.RunAsync($"apply -n {ns} -f -", $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: bare}
            spec: {nodeName: node-2, terminationGracePeriodSeconds: 1, containers: [{name: a, image: x}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: local}
            spec: {nodeName: node-2, terminationGracePeriodSeconds: 1, containers: [{name: a, image: x}], volumes: [{name: e, emptyDir: { } } ] }
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: agent, labels: {d: s}, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agents, uid: {{owner}}, controller: true} ] }
            spec: {nodeName: node-2, nodeSelector: {kubernetes.io/hostname: node-2}, terminationGracePeriodSeconds: 1, containers: [{name: a, image: x}]}
            """);

        // 1. What nobody would bring back is refused.
        var refused = await kubectl.TryAsync("drain node-2");
        Assert.Equal(1, refused.Code);
        // Pods of other tests may be there too.
        Assert.Matches($@"cannot delete Pods that declare no controller \(use --force to override\): ([\w-]+/[\w-]+, )*{ns}/bare", refused.Errors);
        Assert.Matches($@"cannot delete DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): ([\w-]+/[\w-]+, )*{ns}/agent", refused.Errors);
        Assert.Matches($@"cannot delete Pods with local storage \(use --delete-emptydir-data to override\): ([\w-]+/[\w-]+, )*{ns}/local", refused.Errors);
        Assert.Equal("true", await kubectl.RunAsync("get node node-2 -o jsonpath={.spec.unschedulable}"));

        // 2. All pods of the Deployment on this one node, and none may go.
        await kubectl.RunAsync("uncordon node-2");
        await kubectl.RunAsync($"patch deployment web -n {ns} -p {Kubectl.Word("""{"spec":{"template":{"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"NotIn","values":["node-1","node-3"]}]}]}}}}}}}""")}");
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        await kubectl.RunAsync($"create pdb keep -n {ns} --selector=app=web --min-available=3");
        // What the disruption controller finds.
        await kubectl.RunAsync($"patch pdb keep -n {ns} --subresource=status --type=merge -p {Kubectl.Word("""{"status":{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":3,"desiredHealthy":3,"expectedPods":3}}""")}");
        await using (var drain = kubectl.Start("drain node-2 --ignore-daemonsets --force --delete-emptydir-data --timeout=50s"))
        {
            var said = await drain.WaitForAsync("(will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.");
            Assert.Contains($"evicting pod {ns}/web-", said);

            // 3. Without the budget it goes on by itself, and ends.
            await kubectl.RunAsync($"delete pdb keep -n {ns}");
            Assert.Equal(0, await drain.EndAsync());
            said = drain.Said;
            Assert.Contains("pod/bare evicted", said);
            Assert.Contains("pod/local evicted", said);
            Assert.Matches(@"node/node-2 (drained|evicted)", said);
        }

        // 4. What belongs to the node is left.
        Assert.Equal("pod/agent\n", await kubectl.RunAsync($"get pods -n {ns} --field-selector=spec.nodeName=node-2 -o name"));
        await kubectl.RunAsync($"delete namespace {ns} --wait=false");
        await kubectl.RunAsync("uncordon node-2");
    }

    [KubectlFact]
    public async Task A_taint_evicts_what_does_not_tolerate_it()
    {
        var kubectl = nodes.Kubectl;
        var ns = await nodes.DeploymentAsync(6);
        await kubectl.RunAsync($"apply -n {ns} -f -", """
            apiVersion: v1
            kind: Pod
            metadata: {name: hardy}
            spec: {nodeName: node-3, tolerations: [{key: why, operator: Exists}], containers: [{name: a, image: x}]}
            """);
        Assert.Equal("node/node-3 tainted\n", await kubectl.RunAsync("taint nodes node-3 why=test:NoExecute"));
        Assert.Equal("pod/hardy\n", await kubectl.WaitAsync($"get pods -n {ns} --field-selector=spec.nodeName=node-3 -o name", static s => s == "pod/hardy\n"));
        await kubectl.WaitAsync($"get deployment web -n {ns} -o jsonpath={{.status.readyReplicas}}", static s => s == "6");
        Assert.Contains("Marking for deletion Pod", await kubectl.WaitAsync($"get events -n {ns}", static s => s.Contains("TaintManagerEviction", StringComparison.Ordinal)));

        Assert.Contains("node node-3 already has why taint(s) with same effect(s) and --overwrite is false", (await kubectl.TryAsync("taint nodes node-3 why=else:NoExecute")).Errors);
        Assert.Equal("node/node-3 modified\n", await kubectl.RunAsync("taint nodes node-3 why=else:NoExecute --overwrite"));
        Assert.Equal("node/node-3 untainted\n", await kubectl.RunAsync("taint nodes node-3 why:NoExecute-"));
        Assert.Equal("", await kubectl.RunAsync("get node node-3 -o jsonpath={.spec.taints}"));
    }
}
