namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>What the caller is and may do, and requests by their path: <c>auth</c>, <c>--raw</c>, <c>top</c>.</summary>
[Collection(HollowNodes.Collection)]
public sealed class AskingTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task Who_may_do_what_is_answered_for_oneself_and_for_others()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"create rolebinding view -n {ns} --clusterrole=view --user=jane");
        Assert.Equal("yes\n", await kubectl.RunAsync("auth can-i delete nodes"));
        Assert.Equal("yes\n", await kubectl.RunAsync($"auth can-i list pods -n {ns} --as=jane"));
        Assert.Equal("yes\n", await kubectl.RunAsync($"auth can-i get pods --subresource=log -n {ns} --as=jane"));
        Assert.Equal("yes\n", await kubectl.RunAsync("auth can-i get /version --as=jane --as-group=system:authenticated"));
        foreach (var refused in (string[])["create deployments", "list secrets", "get pods --subresource=exec"])
        {
            var said = await kubectl.TryAsync($"auth can-i {refused} -n {ns} --as=jane");
            Assert.Equal((1, "no\n"), (said.Code, said.Output));
        }

        var list = await kubectl.RunAsync($"auth can-i --list -n {ns} --as=jane --as-group=system:authenticated");
        Assert.Matches(@"Resources +Non-Resource URLs +Resource Names +Verbs\n", list);
        Assert.Matches(@"deployments.apps +\[\] +\[\] +\[get list watch\]\n", list);
        Assert.Matches(@" +\[/healthz\] +\[\] +\[get\]\n", list);
    }

    [KubectlFact(since: 28)]
    public async Task The_caller_is_told_who_it_is()
    {
        var said = await nodes.Kubectl.RunAsync("auth whoami");
        Assert.Matches(@"ATTRIBUTE +VALUE\nUsername +kubernetes-admin\nGroups +\[system:masters system:authenticated\]\n", said);
        Assert.Equal("jane: dev system:authenticated", await nodes.Kubectl.RunAsync("auth whoami --as=jane --as-group=dev -o \"jsonpath={.status.userInfo.username}: {.status.userInfo.groups[*]}\""));
    }

    [KubectlFact]
    public async Task Roles_are_reconciled()
    {
        var ns = await nodes.NamespaceAsync();
        string Role(string verb) => $"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: r, namespace: {ns}}}\nrules: [{{apiGroups: [\"\"], resources: [pods], verbs: [{verb}]}}]\n";
        Assert.Contains("role.rbac.authorization.k8s.io/r reconciled\n", await nodes.Kubectl.RunAsync("auth reconcile -f -", Role("get")));
        await nodes.Kubectl.RunAsync("auth reconcile -f -", Role("list"));
        Assert.Equal("get list", await nodes.Kubectl.RunAsync($"get role r -n {ns} -o jsonpath={{.rules[*].verbs[*]}}"));
    }

    [KubectlFact]
    public async Task Paths_are_asked_written_and_deleted_as_they_are()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        Assert.Contains("\"gitVersion\": \"v1.36.", await kubectl.RunAsync("get --raw /version"));
        Assert.EndsWith("readyz check passed\n", await kubectl.RunAsync("get --raw /readyz?verbose"));
        Assert.Contains("\napiserver_request_total{", await kubectl.RunAsync("get --raw /metrics"));
        Assert.Contains("\"kind\":\"PodList\"", await kubectl.RunAsync($"get --raw /api/v1/namespaces/{ns}/pods?limit=1"));
        var absent = await kubectl.TryAsync("get --raw /absent");
        Assert.Equal((1, "Error from server (NotFound): the server could not find the requested resource\n"), (absent.Code, absent.Errors));

        var path = $"/api/v1/namespaces/{ns}/configmaps";
        Assert.Contains("\"name\":\"raw\"", await kubectl.RunAsync($"create --raw {path} -f -", """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"raw"}}"""));
        Assert.Contains("\"data\":{\"x\":\"y\"}", await kubectl.RunAsync($"replace --raw {path}/raw -f -", """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"raw"},"data":{"x":"y"}}"""));
        Assert.Contains("\"status\":\"Success\"", await kubectl.RunAsync($"delete --raw {path}/raw"));
        Assert.Equal("", await kubectl.RunAsync($"get configmaps raw -n {ns} --ignore-not-found"));
    }

    [KubectlFact(since: 23)]
    public async Task Top_says_that_there_are_no_metrics()
    {
        foreach (var what in (string[])["nodes", "pods -A", "pods --containers"])
        {
            var said = await nodes.Kubectl.TryAsync($"top {what}");
            Assert.Equal((1, "error: Metrics API not available\n"), (said.Code, said.Errors));
        }
    }
}
