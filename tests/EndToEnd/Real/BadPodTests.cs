namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>A pod that cannot run says why.</summary>
[Collection(RealNode.Collection)]
public sealed class BadPodTests(RealNode node)
{
    private const string Waiting = "-o jsonpath={.status.containerStatuses[0].state.waiting.reason}";

    [NodeTheory]
    [InlineData("""image: "127.0.0.1:1/none:1" """, "ErrImagePull", "Failed to pull image \"127.0.0.1:1/none:1\"")]
    [InlineData("""image: "127.0.0.1:1/none:1" """, "ImagePullBackOff", "Back-off pulling image \"127.0.0.1:1/none:1\"")]
    [InlineData("""image: "absent:1", imagePullPolicy: Never""", "ErrImageNeverPull", "Container image \"absent:1\" is not present with pull policy of Never")]
    [InlineData("""image: "Not_A:Good:Name" """, "InvalidImageName", "Failed to apply default image tag \"Not_A:Good:Name\": couldn't parse image name \"Not_A:Good:Name\": invalid reference format")]
    [InlineData("""image: "busybox:1.36", env: [{name: A, valueFrom: {configMapKeyRef: {name: absent, key: a}}}]""", "CreateContainerConfigError", "configmap \"absent\" not found")]
    [InlineData("""image: "busybox:1.36", command: [/absent]""", "RunContainerError", "exec: \"/absent\": stat /absent: no such file or directory")]
    [InlineData("""image: "busybox:1.36", command: [sh, -c, "exit 3"]""", "CrashLoopBackOff", "Back-off restarting failed container main in pod")]
    public async Task Its_status_and_its_events_tell_why(string container, string reason, string message)
    {
        var ns = await node.NamespaceAsync();
        // Reasons may follow each other quickly: a watch sees each of them, a look now and then may not.
        await using var watch = node.Kubectl.Start($"get pods -n {ns} -w -o jsonpath={{.status.containerStatuses[0].state.waiting.reason}}{{\\\"\\n\\\"}}");
        await node.Kubectl.RunAsync($"create -n {ns} -f -", Manifest(container));
        await watch.WaitForAsync(said => said.Contains(reason, StringComparison.Ordinal));
        await node.Kubectl.WaitAsync($"get events -n {ns} --field-selector=involvedObject.name=bad -o jsonpath={{.items[*].message}}", s => s.Contains(message, StringComparison.Ordinal));
    }

    [NodeFact]
    public async Task A_pod_that_fits_nowhere_says_so()
    {
        var ns = await node.NamespaceAsync();
        await node.Kubectl.RunAsync($"create -n {ns} -f -", Manifest("""image: "busybox:1.36", resources: {requests: {cpu: "1000"}}"""));
        var said = await node.Kubectl.WaitAsync($"describe pod bad -n {ns}", s => s.Contains("FailedScheduling", StringComparison.Ordinal));
        Assert.Contains("0/1 nodes are available: 1 Insufficient cpu.", said);
        Assert.Equal("Unschedulable", await node.Kubectl.RunAsync($"get pod bad -n {ns} -o jsonpath={{.status.conditions[?(@.type=='PodScheduled')].reason}}"));
    }

    [NodeFact]
    public async Task A_container_that_ends_is_told_with_its_code()
    {
        var ns = await node.NamespaceAsync();
        await node.Kubectl.RunAsync($"run once -n {ns} --image={TestImage.Name} --restart=Never -- sh -c \"exit 5\"");
        await node.Kubectl.WaitAsync($"get pod once -n {ns} -o jsonpath={{.status.phase}}", s => s == "Failed");
        Assert.Equal("5 Error", await node.Kubectl.RunAsync(
            $"get pod once -n {ns} -o jsonpath=\"{{.status.containerStatuses[0].state.terminated.exitCode}} {{.status.containerStatuses[0].state.terminated.reason}}\""));
        Assert.Equal("", await node.Kubectl.RunAsync($"get pod once -n {ns} {Waiting}"));
        Assert.Matches(@"once +0/1 +Error +0 ", await node.Kubectl.RunAsync($"get pods -n {ns}"));
    }

    private static string Manifest(string container) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: bad}
        spec: {containers: [{name: main, {{container}} }]}
        """;
}
