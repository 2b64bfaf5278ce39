namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary><c>kubectl debug</c>: in a pod, beside it, on its node.</summary>
[Collection(HollowNodes.Collection)]
public sealed class DebugTests(HollowNodes nodes)
{
    [KubectlFact(since: 25)]
    public async Task An_ephemeral_container_runs_once_in_a_pod_that_goes_on()
    {
        var ns = await PodAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"debug one -n {ns} --image=busybox -c tools --target=one --profile=general");
        await kubectl.WaitAsync($"get pod one -n {ns} -o jsonpath={{.status.ephemeralContainerStatuses[0].state.running.startedAt}}", static s => s.Length > 0);
        await kubectl.RunAsync($"debug one -n {ns} --image=busybox -c short --profile=general -- false");
        var ended = await kubectl.WaitAsync(
            $"get pod one -n {ns} -o \"jsonpath={{range .status.ephemeralContainerStatuses[*]}}{{.name}}={{.state.terminated.exitCode}} {{.restartCount}} {{.ready}};{{end}}\"",
            static s => s.Contains("short=1", StringComparison.Ordinal));
        Assert.Equal("short=1 0 false;tools= 0 false;", string.Concat(ended.Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(static s => s + ";")));

        // It is no part of what the pod is for.
        Assert.Matches(@"one +1/1 +Running +0 ", await kubectl.RunAsync($"get pod one -n {ns}"));
        var described = await kubectl.RunAsync($"describe pod one -n {ns}");
        Assert.Matches(@"Ephemeral Containers:\n  tools:\n    Container ID: +hollow://[0-9a-f]+\n    Image: +busybox\n", described);
        Assert.Equal(
            "spec.ephemeralContainers{tools} spec.ephemeralContainers{tools} spec.ephemeralContainers{tools}",
            await kubectl.WaitAsync(
                $"get events -n {ns} --field-selector=involvedObject.fieldPath=spec.ephemeralContainers{{tools}} -o jsonpath={{.items[*].involvedObject.fieldPath}}",
                static s => s.Split(' ').Length == 3));

        Assert.Contains("container two is not valid for pod one", (await kubectl.TryAsync($"logs one -n {ns} -c two")).Errors);
        var refused = await kubectl.TryAsync($"debug one -n {ns} --image=busybox -c more --target=absent --profile=general");
        Assert.Matches("The Pod \"one\" is invalid: spec.ephemeralContainers\\[[0-9]\\].targetContainerName: Not found: \"absent\"", refused.Errors);
    }

    [KubectlFact(since: 25)]
    public async Task A_pod_is_copied_to_look_at_it()
    {
        var ns = await PodAsync();
        await nodes.Kubectl.RunAsync($"debug one -n {ns} --copy-to=two --image=busybox -c tools --share-processes --profile=general");
        await nodes.Kubectl.RunAsync($"debug one -n {ns} --copy-to=three --set-image=*=other --same-node --profile=general");
        await nodes.Kubectl.RunAsync($"wait pod/two pod/three -n {ns} --for=condition=Ready --timeout=50s");
        Assert.Equal("one tools true", await nodes.Kubectl.RunAsync($"get pod two -n {ns} -o \"jsonpath={{.spec.containers[*].name}} {{.spec.shareProcessNamespace}}\""));
        Assert.Equal("other", await nodes.Kubectl.RunAsync($"get pod three -n {ns} -o jsonpath={{.spec.containers[0].image}}"));
    }

    [KubectlFact(since: 25)]
    public async Task A_node_is_looked_at_from_a_pod_with_its_namespaces()
    {
        var ns = await nodes.NamespaceAsync();
        var said = await nodes.Kubectl.TryAsync($"debug node/node-2 -n {ns} --image=busybox --profile=general");
        Assert.Matches(@"Creating debugging pod node-debugger-node-2-\w+ with container debugger on node node-2\.", said.All);
        Assert.Equal(0, said.Code);
        Assert.Equal("Running node-2 true true /", await nodes.Kubectl.WaitAsync(
            $"get pods -n {ns} -o \"jsonpath={{.items[0].status.phase}} {{.items[0].spec.nodeName}} {{.items[0].spec.hostPID}} {{.items[0].spec.hostNetwork}} {{.items[0].spec.volumes[0].hostPath.path}}\"",
            static s => s.StartsWith("Running", StringComparison.Ordinal)));
    }

    private async Task<string> PodAsync()
    {
        var ns = await nodes.NamespaceAsync();
        await nodes.Kubectl.RunAsync($"run one -n {ns} --image=nginx");
        await nodes.Kubectl.RunAsync($"wait pod/one -n {ns} --for=condition=Ready --timeout=50s");
        return ns;
    }
}
