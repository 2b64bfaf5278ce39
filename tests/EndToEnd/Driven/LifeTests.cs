using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary>Objects made by other means than <c>create</c>, waited for, and deleted.</summary>
[Collection(HollowNodes.Collection)]
public sealed class LifeTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task Pods_are_run_and_exposed()
    {
        var ns = await nodes.DeploymentAsync(1);
        var kubectl = nodes.Kubectl;
        var said = await kubectl.RunAsync($"run one -n {ns} --image=nginx --restart=Never --labels=a=b --env=X=y --port=80 --expose");
        Assert.Contains("service/one created\n", said);
        Assert.Contains("pod/one created\n", said);
        await kubectl.RunAsync($"expose deployment web -n {ns} --port=80 --target-port=8080 --type=NodePort --name=outer");
        Assert.Equal("NodePort 8080 web", await kubectl.RunAsync($"get service outer -n {ns} -o \"jsonpath={{.spec.type}} {{.spec.ports[0].targetPort}} {{.spec.selector.app}}\""));
        await kubectl.RunAsync($"wait pod/one -n {ns} --for=condition=Ready --timeout=50s");
        var ip = await kubectl.RunAsync($"get pod one -n {ns} -o jsonpath={{.status.podIP}}");
        await kubectl.WaitAsync($"get endpointslices -n {ns} -l kubernetes.io/service-name=one -o jsonpath={{.items[*].endpoints[*].addresses[*]}}", s => s == ip);
    }

    [KubectlFact]
    public async Task Conditions_are_waited_for()
    {
        var ns = await nodes.DeploymentAsync(1);
        var kubectl = nodes.Kubectl;
        Assert.Equal("deployment.apps/web condition met\n", await kubectl.RunAsync($"wait deployment/web -n {ns} --for=condition=Available --timeout=50s"));
        Assert.Equal("error: timed out waiting for the condition on deployments/web\n", (await kubectl.TryAsync($"wait deployment/web -n {ns} --for=condition=Absent --timeout=1s")).Errors);
        Assert.Equal("Error from server (NotFound): pods \"absent\" not found\n", (await kubectl.TryAsync($"wait pod/absent -n {ns} --for=condition=Ready --timeout=1s")).Errors);
    }

    [KubectlFact(since: 31)]
    public async Task Creation_fields_and_deletion_are_waited_for()
    {
        var ns = await nodes.NamespaceAsync();
        await using var creation = nodes.Kubectl.Start($"wait pod/one -n {ns} --for=create --timeout=50s");
        await nodes.Kubectl.RunAsync($"run one -n {ns} --image=x");
        Assert.Equal(0, await creation.EndAsync());
        Assert.Equal("pod/one condition met\n", await nodes.Kubectl.RunAsync($"wait pod/one -n {ns} --for=jsonpath={{.status.phase}}=Running --timeout=50s"));
        await nodes.Kubectl.RunAsync($"delete pod one -n {ns} --wait=false");
        await nodes.Kubectl.RunAsync($"wait pod/one -n {ns} --for=delete --timeout=50s");
        Assert.Equal("", await nodes.Kubectl.RunAsync($"get pods -n {ns} -o name"));
    }

    [KubectlFact]
    public async Task What_an_object_owns_is_left_or_goes_first()
    {
        var ns = await nodes.DeploymentAsync(1);
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"delete deployment web -n {ns} --cascade=orphan");
        var set = (await kubectl.RunAsync($"get rs -n {ns} -o name")).Trim();
        Assert.StartsWith("replicaset.apps/web-", set);
        await kubectl.WaitAsync($"get {set} -n {ns} -o jsonpath={{.metadata.ownerReferences}}", static s => s.Length == 0);
        await kubectl.RunAsync($"delete {set} -n {ns} --cascade=foreground --timeout=50s");
        Assert.Equal("", await kubectl.RunAsync($"get pods,rs -n {ns} -o name"));
    }

    [KubectlFact]
    public async Task Deletion_is_tried_selected_and_told()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        foreach (var name in (string[])["a", "b", "c"]) await kubectl.RunAsync($"create configmap {name} -n {ns}");
        await kubectl.RunAsync($"label configmaps b c -n {ns} x=y");
        Assert.Equal("configmap \"a\" deleted (server dry run)\n", Bare(await kubectl.RunAsync($"delete configmap a -n {ns} --dry-run=server")));
        Assert.Equal("configmap \"b\" deleted\nconfigmap \"c\" deleted\n", Bare(await kubectl.RunAsync($"delete configmaps -n {ns} -l x=y")));
        Assert.Equal("configmap/a\n", await kubectl.RunAsync($"get configmaps a b -n {ns} --ignore-not-found -o name"));

        // Newer ones tell the namespace too.
        string Bare(string said) => said.Replace($" from {ns} namespace", "", StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task A_certificate_is_asked_for_and_approved()
    {
        var ns = await nodes.NamespaceAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=jane, O=dev", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        await nodes.Kubectl.RunAsync("create -f -", $$"""
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: {{ns}} }
            spec: {request: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(request))}}, signerName: example.com/none, usages: [client auth]}
            """);
        Assert.Matches($@"{ns} +\d+s +example.com/none +kubernetes-admin .*Pending", await nodes.Kubectl.RunAsync($"get csr {ns}"));
        Assert.Equal($"certificatesigningrequest.certificates.k8s.io/{ns} approved\n", await nodes.Kubectl.RunAsync($"certificate approve {ns}"));
        Assert.Matches($@"{ns} .*Approved", await nodes.Kubectl.RunAsync($"get csr {ns}"));
        Assert.Contains("Common Name: ", await nodes.Kubectl.RunAsync($"describe csr {ns}"));
        Assert.NotEqual(0, (await nodes.Kubectl.TryAsync($"certificate deny {ns}")).Code);
        await nodes.Kubectl.RunAsync($"delete csr {ns}");
    }
}
