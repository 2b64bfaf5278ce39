using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.EndToEnd.Tests.Real;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary><c>kubectl create</c> of every kind it knows, and <c>create token</c>.</summary>
[Collection(HollowNodes.Collection)]
public sealed class CreateTests(HollowNodes nodes)
{
    // What it is, and what of the created object says that it is as it was asked for. NS stands for the namespace, FILE for a directory.
    private static readonly (string Command, string Path, string Value)[] Kinds =
    [
        ("clusterrole NS-1 --verb=get,list --resource=pods,deployments.apps/scale", "{.rules[1].resources[0]}", "deployments/scale"),
        ("clusterrole NS-2 --verb=get --non-resource-url=/healthz", "{.rules[0].nonResourceURLs[0]}", "/healthz"),
        ("clusterrole NS-3 --aggregation-rule=a=b", "{.aggregationRule.clusterRoleSelectors[0].matchLabels.a}", "b"),
        ("clusterrolebinding NS --clusterrole=view --user=u --group=g --serviceaccount=NS:default", "{.subjects[*].name}", "u g default"),
        ("configmap c -n NS --from-literal=a=b --from-file=FILE/text", "{.data.a} {.data.text}", "b hello"),
        ("deployment d -n NS --image=nginx --replicas=0 --port=80", "{.spec.template.spec.containers[0].ports[0].containerPort}", "80"),
        ("ingress i -n NS --class=outer --default-backend=svc:http --rule=foo.example/bar*=svc:8080,tls=cert", "{.spec.rules[0].http.paths[0].pathType}", "Prefix"),
        ("job j -n NS --image=busybox -- date", "{.spec.template.spec.containers[0].command[0]}", "date"),
        ("namespace NS-more", "{.status.phase}", "Active"),
        ("priorityclass NS --value=1000 --preemption-policy=Never --description=high", "{.value} {.preemptionPolicy}", "1000 Never"),
        ("quota q -n NS --hard=configmaps=100,services=30", "{.spec.hard.services}", "30"),
        ("role r -n NS --verb=get,list,watch --resource=pods,pods/status --resource-name=x", "{.rules[0].resourceNames[0]}", "x"),
        ("rolebinding b -n NS --clusterrole=view --serviceaccount=NS:default", "{.roleRef.name}", "view"),
        ("secret generic s1 -n NS --from-literal=a=b", "{.type} {.data.a}", "Opaque Yg=="),
        ("secret docker-registry s2 -n NS --docker-server=reg.example --docker-username=u --docker-password=p --docker-email=a@b.c", "{.type}", "kubernetes.io/dockerconfigjson"),
        ("secret tls s3 -n NS --cert=FILE/cert --key=FILE/key", "{.type}", "kubernetes.io/tls"),
        ("service clusterip v1 -n NS --tcp=80:8080", "{.spec.type} {.spec.ports[0].targetPort}", "ClusterIP 8080"),
        ("service clusterip v2 -n NS --tcp=80 --clusterip=None", "{.spec.clusterIP}", "None"),
        ("service externalname v3 -n NS --external-name=example.com", "{.spec.externalName}", "example.com"),
        ("service loadbalancer v4 -n NS --tcp=80:8080", "{.spec.type} {.spec.allocateLoadBalancerNodePorts}", "LoadBalancer true"),
        ("service nodeport v5 -n NS --tcp=80:8080 --node-port=30123", "{.spec.ports[0].nodePort}", "30123"),
        ("serviceaccount a -n NS", "{.kind}", "ServiceAccount"),
    ];

    // Older ones ask for versions that Kubernetes has served no more since 1.25.
    private static readonly (string Command, string Path, string Value)[] OnceBeta =
    [
        ("cronjob c -n NS --image=busybox --schedule=0/5_*_*_*_* -- date", "{.spec.schedule}", "0/5 * * * *"),
        ("poddisruptionbudget p1 -n NS --selector=app=x --min-available=50%", "{.spec.minAvailable}", "50%"),
        ("pdb p2 -n NS --selector=app=y --max-unavailable=1", "{.spec.maxUnavailable}", "1"),
    ];

    [KubectlFact]
    public Task Every_kind_is_created_first_as_a_dry_run_that_leaves_nothing() => CreateAllAsync(Kinds);

    [KubectlFact(since: 25)]
    public Task So_are_those_that_were_once_beta() => CreateAllAsync(OnceBeta);

    [KubectlFact(since: 25)]
    public async Task A_job_is_made_from_a_cron_job()
    {
        var ns = await nodes.NamespaceAsync();
        await nodes.Kubectl.RunAsync($"create cronjob c -n {ns} --image=busybox --schedule=@yearly -- date");
        Assert.Equal("c", await nodes.Kubectl.RunAsync($"create job j -n {ns} --from=cronjob/c -o jsonpath={{.metadata.ownerReferences[0].name}}"));
    }

    [KubectlFact(since: 24)]
    public async Task A_token_opens_what_its_service_account_may()
    {
        var ns = await nodes.NamespaceAsync();
        await nodes.Kubectl.RunAsync($"create rolebinding view -n {ns} --clusterrole=view --serviceaccount={ns}:default");
        var token = (await nodes.Kubectl.RunAsync($"create token default -n {ns} --duration=20m")).Trim();
        var caller = $"--kubeconfig=/dev/null --server=https://127.0.0.1:{nodes.Cluster.Port} --insecure-skip-tls-verify --token={token}";
        Assert.Contains("configmap/kube-root-ca.crt\n", await nodes.Kubectl.RunAsync($"{caller} get configmaps -n {ns} -o name"));
        var refused = await nodes.Kubectl.TryAsync($"{caller} get secrets -n {ns}");
        Assert.Equal(
            $"Error from server (Forbidden): secrets is forbidden: User \"system:serviceaccount:{ns}:default\" cannot list resource \"secrets\" in API group \"\" in the namespace \"{ns}\"\n",
            refused.Errors);

        await nodes.Kubectl.RunAsync($"create secret generic bound -n {ns}");
        var bound = await nodes.Kubectl.RunAsync($"create token default -n {ns} --audience=https://elsewhere.example --bound-object-kind=Secret --bound-object-name=bound -o yaml");
        Assert.Contains("kind: TokenRequest\n", bound);
        Assert.Contains("- https://elsewhere.example\n", bound);
        Assert.Contains("kind: Secret\n", bound);
        Assert.Equal("error: failed to create token: serviceaccounts \"absent\" not found\n", (await nodes.Kubectl.TryAsync($"create token absent -n {ns}")).Errors);
    }

    private async Task CreateAllAsync((string Command, string Path, string Value)[] kinds)
    {
        var ns = await nodes.NamespaceAsync();
        using TemporaryFiles files = new();
        await File.WriteAllTextAsync(files["text"], "hello");
        WriteCertificate(files["cert"], files["key"]);
        await Parallel.ForEachAsync(kinds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (kind, _) =>
        {
            var words = kind.Command.Replace("NS", ns, StringComparison.Ordinal).Replace("FILE", files[""], StringComparison.Ordinal).Split(" -- ");
            // A schedule has spaces, and there is no other one here.
            var command = (string flags) => $"create {words[0].Replace("0/5_*_*_*_*", "\"0/5 * * * *\"", StringComparison.Ordinal)} {flags}{(words.Length > 1 ? $" -- {words[1]}" : "")}";
            var dry = await nodes.Kubectl.RunAsync(command("--dry-run=server -o yaml"));
            Assert.Contains("\n  uid: ", dry);
            Assert.Equal(kind.Value, await nodes.Kubectl.RunAsync(command($"-o jsonpath=\"{kind.Path}\"")));
        });
    }

    private static void WriteCertificate(string certificate, string key)
    {
        using var keys = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=x", keys, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(key, keys.ExportPkcs8PrivateKeyPem());
    }
}
