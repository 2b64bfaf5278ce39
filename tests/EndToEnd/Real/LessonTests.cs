using System.Text.Json;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>What every first lesson on Kubernetes shows: looking at pods and namespaces, and the way from a Deployment to containers.</summary>
[Collection(RealNode.Collection)]
public sealed class LessonTests(RealNode node)
{
    [NodeFact]
    public async Task Pods_and_namespaces_are_looked_at()
    {
        var ns = await node.NamespaceAsync();
        var kubectl = node.Kubectl;
        Assert.Equal($"No resources found in {ns} namespace.\n", (await kubectl.TryAsync($"get pods -n {ns}")).Errors);

        await node.PodAsync(ns, "ubuntu-sleeper", "sleep 1000");
        Assert.Matches(@"^NAME +READY +STATUS +RESTARTS +AGE\nubuntu-sleeper +1/1 +Running +0 +\d+s\n$", await kubectl.RunAsync($"get pods -n {ns}"));
        Assert.Matches($@"NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE\n[\s\S]*{ns} +ubuntu-sleeper +1/1", await kubectl.RunAsync("get po -A"));

        Assert.Matches(@"^NAME +STATUS +AGE\ndefault +Active", await kubectl.RunAsync("get namespace"));
        Assert.Equal(await kubectl.RunAsync("get ns -o name"), await kubectl.RunAsync("get namespace -o name"));
        Assert.Matches(@"^NAME +STATUS +AGE\nkube-system +Active +\S+\n$", await kubectl.RunAsync("get ns kube-system"));
    }

    [NodeTheory]
    [InlineData("v1", "Pod", "pod/lesson")]
    [InlineData("apps/v1", "ReplicaSet", "replicaset.apps/lesson")]
    [InlineData("apps/v1", "Deployment", "deployment.apps/lesson")]
    public async Task The_template_of_a_definition_makes_each_kind(string version, string kind, string name)
    {
        var ns = await node.NamespaceAsync();
        const string Containers = """containers: [{name: main, image: "busybox:1.36", command: [sleep, "1000"]}]""";
        var spec = kind == "Pod"
            ? Containers
            : "{selector: {matchLabels: {app: lesson}}, template: {metadata: {labels: {app: lesson}}, spec: {" + Containers + "}}}";
        var template = $"""
            apiVersion: {version}
            kind: {kind}
            metadata:
              name: lesson
            spec:
              {spec}
            """;
        Assert.Equal($"{name} created\n", await node.Kubectl.RunAsync($"create -n {ns} -f -", template));
        await node.Kubectl.WaitAsync($"get pods -n {ns} -o jsonpath={{.items[*].status.phase}}", s => s == "Running");
    }

    [NodeFact]
    public async Task From_a_deployment_to_containers_in_seven_steps()
    {
        var ns = await node.NamespaceAsync();
        await node.Kubectl.RunAsync($"create deployment seven -n {ns} --image={TestImage.Name} -- sleep 1000");
        await node.Kubectl.RunAsync($"rollout status deployment/seven -n {ns} --timeout=50s");

        // Who wrote what, from the audit log: steps 1 to 5, and the kubelet's report of 6 and 7.
        var writes = Audit(ns);
        (string Verb, string What, string Who)[] steps =
        [
            ("create", "deployments", "kubernetes-admin"),
            ("create", "replicasets", "system:serviceaccount:kube-system:deployment-controller"),
            ("create", "pods", "system:serviceaccount:kube-system:replicaset-controller"),
            ("create", "pods/binding", "system:kube-scheduler"),
            ("patch", "pods/status", "system:node:"),
        ];
        var at = 0;
        foreach (var (verb, what, who) in steps)
        {
            var found = writes.FindIndex(at, w => w.Verb == verb && w.What == what && w.Who.StartsWith(who, StringComparison.Ordinal));
            Assert.True(found >= 0, $"{who} did not {verb} {what} in its turn: {string.Join("\n", writes)}");
            at = found + 1;
        }

        // And what each tells of it in its events.
        var events = await node.Kubectl.WaitAsync(
            $"get events -n {ns} -o jsonpath={{range.items[*]}}{{.reason}}:{{.involvedObject.kind}}:{{.source.component}}{{.reportingComponent}};{{end}}",
            s => s.Contains("Started:Pod", StringComparison.Ordinal));
        foreach (var expected in (ReadOnlySpan<string>)
            ["ScalingReplicaSet:Deployment:deployment-controller", "SuccessfulCreate:ReplicaSet:replicaset-controller", "Scheduled:Pod:default-scheduler", "Pulled:Pod:kubelet", "Created:Pod:kubelet", "Started:Pod:kubelet"])
        {
            Assert.Contains(expected, events);
        }
    }

    private List<(string Verb, string What, string Who)> Audit(string ns)
    {
        List<(string Received, string Verb, string What, string Who)> writes = [];
        using StreamReader log = new(new FileStream(Path.Combine(node.Cluster.Data, "logs", "audit.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            using var entry = JsonDocument.Parse(line);
            if (!entry.RootElement.TryGetProperty("objectRef", out var what)) continue;
            if (!what.TryGetProperty("namespace", out var where) || where.GetString() != ns) continue;
            var resource = what.GetProperty("resource").GetString() + (what.TryGetProperty("subresource", out var sub) ? "/" + sub.GetString() : "");
            writes.Add((
                entry.RootElement.GetProperty("requestReceivedTimestamp").GetString()!, entry.RootElement.GetProperty("verb").GetString()!, resource,
                entry.RootElement.GetProperty("user").GetProperty("username").GetString()!));
        }

        // The log has requests as they end: a controller may be done before kubectl has been told.
        return [.. writes.OrderBy(static w => w.Received, StringComparer.Ordinal).Select(static w => (w.Verb, w.What, w.Who))];
    }
}
