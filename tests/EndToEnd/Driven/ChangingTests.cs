using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>Objects changed by command: <c>edit</c>, <c>patch</c>, <c>label</c>, <c>set</c>, <c>rollout</c>, <c>scale</c>, <c>replace</c>.</summary>
[Collection(HollowNodes.Collection)]
public sealed class ChangingTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task An_editor_changes_an_object_or_is_told_what_is_wrong()
    {
        var ns = await nodes.DeploymentAsync(1);
        Assert.Equal("deployment.apps/web edited\n", (await nodes.Kubectl.EditAsync($"edit deployment web -n {ns}", "sed -i s/nginx:1/nginx:2/")).Output);
        Assert.Equal("nginx:2", await nodes.Kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{..image}}"));
        Assert.Equal("Edit cancelled, no changes made.\n", (await nodes.Kubectl.EditAsync($"edit deployment web -n {ns}", "true")).All);

        // The second call of the editor gets the error as a comment, and changes nothing more.
        var wrong = await nodes.Kubectl.EditAsync($"edit deployment web -n {ns}", "sed -i s/replicas:.1$/replicas:-3/");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("deployments.apps \"web\" is invalid", wrong.Errors);
    }

    [KubectlFact]
    public async Task Patches_of_every_type_change_what_they_say()
    {
        var ns = await nodes.DeploymentAsync(1);
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"patch deployment web -n {ns} -p {Kubectl.Word("""{"spec":{"template":{"spec":{"containers":[{"name":"nginx","env":[{"name":"A","value":"b"}]}]}}}}""")}");
        Assert.Equal("nginx:1 b", await kubectl.RunAsync($"get deployment web -n {ns} -o \"jsonpath={{..image}} {{..env[0].value}}\""));
        await kubectl.RunAsync($"patch deployment web -n {ns} --type=merge -p {Kubectl.Word("""{"metadata":{"labels":{"m":"n"}}}""")}");
        await kubectl.RunAsync($"patch deployment web -n {ns} --type=json -p {Kubectl.Word("""[{"op":"test","path":"/metadata/labels/m","value":"n"},{"op":"replace","path":"/metadata/labels/m","value":"o"}]""")}");
        Assert.Equal("o", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.metadata.labels.m}}"));

        Assert.StartsWith("The request is invalid", // and nothing more with old ones
            (await kubectl.TryAsync($"patch deployment web -n {ns} --type=json -p {Kubectl.Word("""[{"op":"test","path":"/metadata/labels/m","value":"x"}]""")}")).Errors);
        Assert.Equal("The Deployment \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n",
            (await kubectl.TryAsync($"patch deployment web -n {ns} -p {Kubectl.Word("""{"spec":{"replicas":-1}}""")}")).Errors);
        Assert.Equal("Error from server (NotFound): deployments.apps \"absent\" not found\n", (await kubectl.TryAsync($"patch deployment absent -n {ns} -p {{}}")).Errors);
    }

    [KubectlFact(since: 24)]
    public async Task Subresources_are_patched_and_read()
    {
        var ns = await nodes.DeploymentAsync(1);
        Assert.Equal("scale.autoscaling/web patched\n", await nodes.Kubectl.RunAsync($"patch deployment web -n {ns} --subresource=scale --type=merge -p {Kubectl.Word("""{"spec":{"replicas":2}}""")}"));
        Assert.Equal("2 app=web", await nodes.Kubectl.RunAsync($"get deployment web -n {ns} --subresource=scale -o \"jsonpath={{.spec.replicas}} {{.status.selector}}\""));
        Assert.Equal("deployment.apps/web\n", await nodes.Kubectl.RunAsync($"get deployment web -n {ns} --subresource=status -o name"));
    }

    [KubectlFact]
    public async Task Labels_and_annotations_come_change_and_go()
    {
        var ns = await nodes.DeploymentAsync(2);
        var kubectl = nodes.Kubectl;
        Assert.Equal("deployment.apps/web labeled\n", await kubectl.RunAsync($"label deployment web -n {ns} a=b c=d"));
        Assert.Equal("error: 'a' already has a value (b), and --overwrite is false\n", (await kubectl.TryAsync($"label deployment web -n {ns} a=c")).Errors);
        await kubectl.RunAsync($"label deployment web -n {ns} a=c --overwrite");
        await kubectl.RunAsync($"label deployment web -n {ns} c-");
        Assert.Equal("a=c\napp=web\n", string.Concat((await kubectl.RunAsync($"label deployment web -n {ns} --list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(static l => l + "\n")));
        await kubectl.RunAsync($"annotate deployment web -n {ns} note=\"hi there\"");
        Assert.Equal("hi there", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.metadata.annotations.note}}"));
        await kubectl.RunAsync($"annotate deployment web -n {ns} note-");
        Assert.Equal(2, (await kubectl.RunAsync($"label pods --all -n {ns} x=y")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, (await kubectl.RunAsync($"get pods -n {ns} -l x=y,app=web -o name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [KubectlFact]
    public async Task A_rollout_goes_on_back_stops_and_starts_anew()
    {
        var ns = await nodes.DeploymentAsync(2);
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"set image deployment/web -n {ns} nginx=nginx:2");
        Assert.EndsWith("deployment \"web\" successfully rolled out\n", await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s"));
        await kubectl.RunAsync($"annotate deployment web -n {ns} kubernetes.io/change-cause=second");
        await kubectl.WaitAsync($"rollout history deployment/web -n {ns}", static s => s.EndsWith("REVISION  CHANGE-CAUSE\n1         <none>\n2         second\n\n", StringComparison.Ordinal));
        Assert.Contains("    Image:\tnginx:1\n", await kubectl.RunAsync($"rollout history deployment/web -n {ns} --revision=1"));

        Assert.Equal("deployment.apps/web rolled back\n", await kubectl.RunAsync($"rollout undo deployment/web -n {ns}"));
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        Assert.Equal("nginx:1", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{..image}}"));
        Assert.Contains("unable to find specified revision 99 in history", (await kubectl.TryAsync($"rollout undo deployment/web -n {ns} --to-revision=99")).Errors);

        await kubectl.RunAsync($"rollout pause deployment/web -n {ns}");
        await kubectl.RunAsync($"set image deployment/web -n {ns} nginx=nginx:3");
        Assert.Contains("you cannot rollback a paused deployment; resume it first", (await kubectl.TryAsync($"rollout undo deployment/web -n {ns}")).Errors);
        Assert.Equal("nginx:1 nginx:1", await kubectl.RunAsync($"get pods -n {ns} -o jsonpath={{..spec.containers[0].image}}"));
        await kubectl.RunAsync($"rollout resume deployment/web -n {ns}");
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");

        Assert.Equal("deployment.apps/web restarted\n", await kubectl.RunAsync($"rollout restart deployment/web -n {ns}"));
        await kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        Assert.NotEqual("", await kubectl.RunAsync($"get deployment web -n {ns} -o jsonpath={{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}}"));
    }

    [KubectlFact]
    public async Task Parts_of_a_template_are_set_by_name()
    {
        var ns = await nodes.DeploymentAsync(1);
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"set env deployment/web -n {ns} X=y");
        Assert.Contains("X=y\n", await kubectl.RunAsync($"set env deployment/web -n {ns} --list"));
        await kubectl.RunAsync($"set resources deployment/web -n {ns} --limits=cpu=200m,memory=512Mi");
        await kubectl.RunAsync($"set serviceaccount deployment/web -n {ns} default");
        Assert.Equal("200m 512Mi default", await kubectl.RunAsync($"get deployment web -n {ns} -o \"jsonpath={{..limits.cpu}} {{..limits.memory}} {{..serviceAccountName}}\""));
        await kubectl.RunAsync($"create service clusterip my -n {ns} --tcp=80");
        await kubectl.RunAsync($"set selector service/my -n {ns} app=web");
        Assert.Equal("web", await kubectl.RunAsync($"get service my -n {ns} -o jsonpath={{.spec.selector.app}}"));
    }

    [KubectlFact]
    public async Task Replicas_are_set_when_they_are_as_expected()
    {
        var ns = await nodes.DeploymentAsync(1);
        Assert.Equal("deployment.apps/web scaled\n", await nodes.Kubectl.RunAsync($"scale deployment web -n {ns} --replicas=2 --current-replicas=1"));
        Assert.Equal("error: Expected replicas to be 9, was 2\n", (await nodes.Kubectl.TryAsync($"scale deployment web -n {ns} --replicas=1 --current-replicas=9")).Errors);
        Assert.StartsWith("horizontalpodautoscaler.autoscaling/web autoscaled\n", await nodes.Kubectl.RunAsync($"autoscale deployment web -n {ns} --min=1 --max=5 --cpu-percent=80"));
        Assert.Matches(@"web +Deployment/web +\S.* +1 +5 +\d", await nodes.Kubectl.RunAsync($"get hpa -n {ns}"));
    }

    [KubectlFact]
    public async Task A_pod_is_replaced_by_force()
    {
        var ns = await nodes.NamespaceAsync();
        const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {terminationGracePeriodSeconds: 1, containers: [{name: a, image: IMAGE}]}\n";
        await nodes.Kubectl.RunAsync($"create -n {ns} -f -", Pod);
        var uid = await nodes.Kubectl.RunAsync($"get pod one -n {ns} -o jsonpath={{.metadata.uid}}");
        var command = Pod.Replace("IMAGE", "other, command: [x]", StringComparison.Ordinal);
        Assert.Contains("spec: Forbidden: pod updates may not change fields other than", (await nodes.Kubectl.TryAsync($"replace -n {ns} -f -", command)).Errors);
        using Real.TemporaryFiles files = new();
        await File.WriteAllTextAsync(files["pod.yaml"], command);
        Assert.EndsWith("pod/one replaced\n", await nodes.Kubectl.RunAsync($"replace --force -n {ns} -f {files["pod.yaml"]}"));
        Assert.NotEqual(uid, await nodes.Kubectl.RunAsync($"get pod one -n {ns} -o jsonpath={{.metadata.uid}}"));
    }
}
