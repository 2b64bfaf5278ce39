using Kybernet.EndToEnd.Tests.Real;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>Manifests: <c>apply</c> in its ways, <c>diff</c>, pruning, kustomize.</summary>
[Collection(HollowNodes.Collection)]
public sealed class ApplyTests(HollowNodes nodes)
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: REPLICAS
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "nginx:1"}]}
        """;

    [KubectlFact]
    public async Task Server_side_apply_owns_fields_and_refuses_those_of_others()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        var two = Web.Replace("REPLICAS", "2", StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web serverside-applied\n", await kubectl.RunAsync($"apply --server-side -n {ns} -f -", two));
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        var before = await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.metadata.resourceVersion}}");
        await kubectl.RunAsync($"apply --server-side -n {ns} -f -", two);
        Assert.Equal(before, await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.metadata.resourceVersion}}"));

        await kubectl.RunAsync($"scale deployment web -n {ns} --replicas=3");
        var five = Web.Replace("REPLICAS", "5", StringComparison.Ordinal);
        var refused = await kubectl.TryAsync($"apply --server-side --field-manager=other -n {ns} -f -", five);
        Assert.Equal(1, refused.Code);
        Assert.Matches("Apply failed with 1 conflict: conflict with \"kubectl[^\"]*\" with subresource \"scale\" using apps/v1: .spec.replicas", refused.Errors);
        await kubectl.RunAsync($"apply --server-side --field-manager=other --force-conflicts -n {ns} -f -", five);
        Assert.Equal("5", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.spec.replicas}}"));
        Assert.Equal("kubectl other", await kubectl.RunAsync($"get deployment web -n {ns} -o \"jsonpath={{.metadata.managedFields[?(@.operation=='Apply')].manager}}\""));
    }

    [KubectlFact]
    public async Task Diff_on_the_server_shows_what_apply_would_change()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        var one = Web.Replace("REPLICAS", "1", StringComparison.Ordinal);
        var created = await kubectl.TryAsync($"diff --server-side -n {ns} -f -", one);
        Assert.Equal(1, created.Code);
        Assert.Contains("+  replicas: 1\n", created.Output);
        Assert.Contains("+  progressDeadlineSeconds: 600\n", created.Output);
        Assert.Equal("", await kubectl.RunAsync($"get deployments -n {ns} -o name"));

        await kubectl.RunAsync($"apply --server-side -n {ns} -f -", one);
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        await kubectl.RunAsync($"diff --server-side -n {ns} -f -", one);
        var changed = await kubectl.TryAsync($"diff --server-side -n {ns} -f -", one.Replace("nginx:1", "nginx:2", StringComparison.Ordinal));
        Assert.Equal(1, changed.Code);
        Assert.Contains("-  generation: 1\n+  generation: 2\n", changed.Output);
        Assert.Contains("-      - image: nginx:1\n+      - image: nginx:2\n", changed.Output);
    }

    [KubectlFact(since: 27)]
    public async Task What_is_no_longer_in_the_manifests_is_pruned()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"apply -n {ns} --prune -l set=x -f -", Maps("a", "b"));
        Assert.Equal(
            "configmap/a unchanged\nconfigmap/b pruned (server dry run)\n",
            (await kubectl.RunAsync($"apply -n {ns} --prune -l set=x --dry-run=server -f -", Maps("a"))).Replace("unchanged (server dry run)", "unchanged", StringComparison.Ordinal));
        var said = await kubectl.RunAsync($"apply -n {ns} --prune -l set=x -f -", Maps("a"));
        Assert.Equal("configmap/a unchanged\nconfigmap/b pruned\n", said);
        Assert.Equal("configmap/a\n", await kubectl.RunAsync($"get configmaps -n {ns} -l set=x -o name"));
    }

    [KubectlFact(since: 27)]
    public async Task A_set_of_objects_is_applied_and_pruned_as_one()
    {
        Environment.SetEnvironmentVariable("KUBECTL_APPLYSET", "true");
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"apply -n {ns} --server-side --prune --applyset=mine -f -", Maps("a", "b"));
        Assert.Equal(
            "configmap/a serverside-applied\nconfigmap/b pruned\n",
            await kubectl.RunAsync($"apply -n {ns} --server-side --prune --applyset=mine -f -", Maps("a")));
        Assert.Equal("configmap/a\n", await kubectl.RunAsync($"get configmaps -n {ns} -l applyset.kubernetes.io/part-of -o name"));
    }

    [KubectlFact]
    public async Task The_configuration_applied_last_is_shown_and_set()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"create -n {ns} -f -", Maps("a"));
        var applied = await kubectl.TryAsync($"apply -n {ns} -f -", Maps("a"));
        Assert.Contains("missing the kubectl.kubernetes.io/last-applied-configuration annotation", applied.Errors);
        Assert.Equal("configmap/a configured\n", applied.Output);
        Assert.Contains("  of: a\n", await kubectl.RunAsync($"apply view-last-applied configmap/a -n {ns}"));
        Assert.Equal("configmap/a unchanged\n", await kubectl.RunAsync($"apply -n {ns} -f -", Maps("a")));
    }

    [KubectlFact]
    public async Task A_kustomization_is_built_applied_compared_and_deleted()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        using TemporaryFiles files = new();
        await File.WriteAllTextAsync(files["kustomization.yaml"], $"resources: [maps.yaml]\nnamePrefix: pre-\nnamespace: {ns}\nconfigMapGenerator:\n- name: gen\n  literals: [a=b]\n");
        await File.WriteAllTextAsync(files["maps.yaml"], Maps("a"));

        Assert.Contains("  name: pre-gen-", await kubectl.RunAsync($"kustomize {files[""]}"));
        Assert.Matches("configmap/pre-gen-[a-z0-9]+ created\nconfigmap/pre-a created\n", Sorted(await kubectl.RunAsync($"apply -k {files[""]}")));
        await kubectl.RunAsync($"diff -k {files[""]}");
        Assert.Contains("configmap/pre-a\n", await kubectl.RunAsync($"get -k {files[""]} -o name"));
        Assert.Contains("configmap \"pre-a\" deleted", await kubectl.RunAsync($"delete -k {files[""]}"));
    }

    private static string Sorted(string lines) => string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).OrderDescending(StringComparer.Ordinal).Select(static l => l + "\n"));

    private static string Maps(params string[] names) => string.Join(
        "---\n", names.Select(static name => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, labels: {{set: x}}}}\ndata: {{of: {name}}}\n"));
}
