using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>Components alone in their processes, under their upstream names.</summary>
public sealed class ComponentCommandTests
{
    // A node that no kubelet speaks for: it has to be believed for as long as the test takes.
    private static readonly string[] PatientWithNodes = ["--node-monitor-grace-period=1h", "--node-startup-grace-period=1h"];

    // A lead that changes hands within seconds.
    private static readonly string[] QuickLead =
        ["--secure-port=0", "--leader-elect-lease-duration=3s", "--leader-elect-renew-deadline=2s", "--leader-elect-retry-period", "200ms"];

    [KubectlFact]
    public async Task An_api_server_alone_serves_kubectl_and_keeps_what_it_was_told()
    {
        await using var server = await LoneApiServer.StartAsync();
        await server.KubectlAsync("create configmap kept -n default --from-literal=k=v");
        var (code, said) = await server.TryKubectlAsync("get configmaps -n default", user: "stranger");
        Assert.True(code != 0 && said.Contains("the server has asked for the client to provide credentials", StringComparison.Ordinal), said);
        (code, said) = await server.TryKubectlAsync("get configmaps -n default", user: "scheduler");
        Assert.True(code != 0 && said.Contains("User \"system:kube-scheduler\" cannot list resource", StringComparison.Ordinal), said);
        Assert.Equal(0, await server.Process.StopAsync());
        await server.Process.DisposeAsync();

        await server.StartAgainAsync();
        Assert.Equal("v", await server.KubectlAsync("get configmap kept -n default -o jsonpath={.data.k}"));
    }

    [KubectlFact]
    public async Task Controllers_and_scheduler_work_in_processes_of_their_own()
    {
        await using var server = await LoneApiServer.StartAsync();
        await using var controllers = ComponentProcess.Start(
            "kube-controller-manager", ["--kubeconfig", server.Kubeconfig("controllers"), "--use-service-account-credentials", "--secure-port=0", .. PatientWithNodes]);
        await using var scheduler = ComponentProcess.Start("kube-scheduler", "--kubeconfig", server.Kubeconfig("scheduler"), "--secure-port=0");
        await server.KubectlAsync("create -f -", Node);
        await server.KubectlAsync("patch node by-hand --subresource=status --type=merge --patch-file /dev/stdin", NodeStatus);
        await server.KubectlAsync("create namespace work");
        await server.KubectlAsync("create deployment web -n work --image=web:1 --replicas=2");

        await server.WaitAsync("get pods -n work -o jsonpath={.items[*].spec.nodeName}", said => said == "by-hand by-hand");
        Assert.Contains("deployment.apps/web", await server.KubectlAsync("get deploy,rs -n work -o name"));
        Assert.Contains("Successfully assigned work/web-", await server.WaitAsync("get events -n work", said => said.Contains("Scheduled", StringComparison.Ordinal)));

        // Each controller under its own name, the scheduler under its.
        Assert.Equal(0, await controllers.StopAsync());
        Assert.Equal(0, await scheduler.StopAsync());
        Assert.Equal(0, await server.Process.StopAsync());
        var audit = await File.ReadAllLinesAsync(server.AuditLog);
        Assert.Contains(audit, line => Tells(line, "create", "replicasets", "system:serviceaccount:kube-system:deployment-controller"));
        Assert.Contains(audit, line => Tells(line, "create", "pods", "system:serviceaccount:kube-system:replicaset-controller"));
        Assert.Contains(audit, line => Tells(line, "create", "pods", "system:kube-scheduler") && line.Contains("\"binding\"", StringComparison.Ordinal));
        Assert.DoesNotContain(audit, line => Tells(line, "create", "pods", "system:kube-controller-manager"));
    }

    [KubectlFact]
    public async Task The_lead_goes_over_from_a_manager_that_was_killed()
    {
        await using var server = await LoneApiServer.StartAsync();
        string[] flags = ["--kubeconfig", server.Kubeconfig("controllers"), "--use-service-account-credentials=true", .. QuickLead];
        await using var first = ComponentProcess.Start("kube-controller-manager", flags);
        await first.WaitForAsync("Became leader of kube-system/kube-controller-manager");
        var holder = await server.KubectlAsync(Holder);
        await using var second = ComponentProcess.Start("kube-controller-manager", flags);
        await first.StopAsync("KILL");

        await second.WaitForAsync("Became leader of kube-system/kube-controller-manager");
        Assert.NotEqual(holder, await server.KubectlAsync(Holder));
        await server.KubectlAsync("create namespace later");
        await server.WaitAsync("get serviceaccounts -n later -o name", said => said.Contains("serviceaccount/default", StringComparison.Ordinal));

        // Who stops in order gives the lead back.
        Assert.Equal(0, await second.StopAsync());
        Assert.Equal("", await server.KubectlAsync(Holder));
    }

    [KubectlFact]
    public async Task A_leader_that_cannot_renew_its_lease_ends()
    {
        await using var server = await LoneApiServer.StartAsync();
        await using var scheduler = ComponentProcess.Start("kube-scheduler", ["--kubeconfig", server.Kubeconfig("scheduler"), .. QuickLead]);
        await scheduler.WaitForAsync("Became leader of kube-system/kube-scheduler");
        await server.Process.StopAsync("KILL");

        Assert.Equal(1, await scheduler.EndAsync());
        Assert.Contains("Error: leaderelection lost", scheduler.Said);
    }

    [KubectlFact]
    public async Task A_component_tells_how_it_is_to_everybody_and_its_metrics_to_whom_the_api_server_lets()
    {
        await using var server = await LoneApiServer.StartAsync();
        var port = Programs.FreePort();
        await using var scheduler = ComponentProcess.Start("kube-scheduler", "--kubeconfig", server.Kubeconfig("scheduler"), $"--secure-port={port}");
        await scheduler.WaitForAsync("Became leader");

        Assert.Equal((200, "ok"), await GetAsync("healthz", null));
        Assert.Equal((403, "forbidden: User \"system:anonymous\" cannot get path \"/metrics\"\n"), await GetAsync("metrics", null));
        Assert.Equal((401, "Unauthorized\n"), await GetAsync("metrics", "wrong"));
        Assert.Equal(403, (await GetAsync("metrics", "controllers-token")).Code);
        var (code, text) = await GetAsync("metrics", "admin-token");
        Assert.Equal(200, code);
        Assert.Contains("process_resident_memory_bytes", text);

        async Task<(int Code, string Text)> GetAsync(string path, string? token)
        {
            using HttpClient http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true });
            if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var answer = await http.GetAsync($"https://127.0.0.1:{port}/{path}");
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [KubectlFact]
    public async Task A_link_called_kube_apiserver_is_one()
    {
        await using var server = await LoneApiServer.StartAsync();
        await server.KubectlAsync("create namespace linked");
        Assert.Equal(0, await server.Process.StopAsync("INT"));
        await server.Process.DisposeAsync();
        var link = Path.Combine(Path.GetDirectoryName(server.AuditLog)!, "kube-apiserver");
        File.CreateSymbolicLink(link, KybernetExecutable.Program);

        await server.StartAgainAsync(link);
        Assert.Contains("linked", await server.KubectlAsync("get namespaces"));
    }

    [Theory]
    [InlineData("kube-apiserver --nonsense", "Error: unknown flag: --nonsense")]
    [InlineData("kube-apiserver --secure-port=x", "Error: invalid argument \"x\" for \"--secure-port\" flag: strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("kube-apiserver --tls-cert-file=/nowhere", "Error: --tls-cert-file and --tls-private-key-file are to be given together")]
    [InlineData("kube-controller-manager --nonsense=1", "Error: unknown flag: --nonsense")]
    [InlineData("kube-controller-manager", "Error: --kubeconfig is needed, for this is no pod")]
    [InlineData("kube-scheduler --nonsense", "Error: unknown flag: --nonsense")]
    [InlineData("kube-scheduler --kubeconfig=/nowhere/at/all", "Error: Could not find a part of the path '/nowhere/at/all'.")]
    [InlineData("kubelet --cgroup-driver=systemd", "Error: invalid argument \"systemd\" for \"--cgroup-driver\" flag: only cgroupfs is supported")]
    [InlineData("kube-proxy --proxy-mode=iptables", "Error: invalid argument \"iptables\" for \"--proxy-mode\" flag: only nftables is supported")]
    public async Task What_is_wrong_is_one_line_and_the_exit_code_1(string line, string message)
    {
        var arguments = line.Split(' ');
        await using var component = ComponentProcess.Start(arguments[0], arguments[1..]);

        Assert.Equal(1, await component.EndAsync());
        Assert.Equal(message, component.Said);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machines_is_one_line_too()
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-alone-");
        await using (var component = ComponentProcess.Start("kube-apiserver", "--bind-address=192.0.2.77", "--data-dir", directory.FullName))
        {
            Assert.Equal(1, await component.EndAsync());
            Assert.Contains("Error: failed to listen on 192.0.2.77:6443: ", component.Said);
            Assert.DoesNotContain("   at ", component.Said);
        }
        directory.Delete(recursive: true);
    }

    private const string Holder = "get lease kube-controller-manager -n kube-system -o jsonpath={.spec.holderIdentity}";

    private const string Node = """
        apiVersion: v1
        kind: Node
        metadata: {name: by-hand}
        """;

    private const string NodeStatus =
        """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"10"},"capacity":{"cpu":"4","memory":"8Gi","pods":"10"},"conditions":[{"type":"Ready","status":"True","reason":"ByHand","message":"said"}]}}""";

    private static bool Tells(string line, string verb, string resource, string user) =>
        line.Contains($"\"verb\":\"{verb}\"", StringComparison.Ordinal)
        && line.Contains($"\"resource\":\"{resource}\"", StringComparison.Ordinal)
        && line.Contains($"\"username\":\"{user}\"", StringComparison.Ordinal);
}
