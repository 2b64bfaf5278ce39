using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>Services: an address that answers for pods that come and go.</summary>
[Collection(RealNode.Collection)]
public sealed class ServiceTests(RealNode node)
{
    [NodeFact]
    public async Task A_service_spreads_over_its_pods_and_follows_them()
    {
        var ns = await WebAsync(3);
        var kubectl = node.Kubectl;
        await kubectl.RunAsync($"expose deployment web -n {ns} --port=80 --target-port=8080 --type=NodePort");
        var address = await kubectl.RunAsync($"get service web -n {ns} -o jsonpath={{.spec.clusterIP}}");
        var port = await kubectl.RunAsync($"get service web -n {ns} -o jsonpath={{.spec.ports[0].nodePort}}");
        var host = await kubectl.RunAsync("get nodes -o jsonpath={.items[0].status.addresses[0].address}");

        await AnsweredByAsync($"http://{address}/", await PodsAsync(ns));
        await AnsweredByAsync($"http://{host}:{port}/", await PodsAsync(ns));
        await AnsweredByAsync($"http://127.0.0.1:{port}/", await PodsAsync(ns));

        // Another takes the place of one that is deleted.
        var before = await PodsAsync(ns);
        await kubectl.RunAsync($"delete pod {before.First()} -n {ns} --grace-period=1");
        await kubectl.WaitAsync($"get deployment web -n {ns} -o jsonpath={{.status.availableReplicas}}", s => s == "3");
        var after = await PodsAsync(ns);
        Assert.NotEqual(before, after);
        await AnsweredByAsync($"http://{address}/", after);

        await kubectl.RunAsync($"scale deployment web -n {ns} --replicas=1");
        await kubectl.WaitAsync($"get pods -n {ns} -o name", s => s.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1);
        await AnsweredByAsync($"http://{address}/", await PodsAsync(ns));

        await kubectl.RunAsync($"scale deployment web -n {ns} --replicas=0");
        await AnsweredByAsync($"http://{address}/", []);
    }

    [NodeFact]
    public async Task Pods_reach_services_and_themselves_through_one()
    {
        var ns = await WebAsync(1);
        var kubectl = node.Kubectl;
        await kubectl.RunAsync($"expose deployment web -n {ns} --port=80 --target-port=8080");
        var address = await kubectl.RunAsync($"get service web -n {ns} -o jsonpath={{.spec.clusterIP}}");
        await AnsweredByAsync($"http://{address}/", await PodsAsync(ns));
        await node.PodAsync(ns, "caller", "sleep 1000");

        Assert.Equal((await PodsAsync(ns)).Single(p => p != "caller"), (await kubectl.RunAsync($"exec caller -n {ns} -- timeout 5 wget -qO- http://{address}/")).Trim());
        Assert.Equal(0, (await kubectl.TryAsync($"exec deployment/web -n {ns} -- timeout 5 wget -qO- http://{address}/")).Code);
        Assert.Equal(address, (await kubectl.RunAsync($"exec caller -n {ns} -- sh -c \"echo $WEB_SERVICE_HOST\"")).Trim());
    }

    [NodeFact]
    public async Task A_pod_reaches_the_API_with_its_token()
    {
        var ns = await node.NamespaceAsync();
        await node.PodAsync(ns, "client", "sleep 1000");
        var uid = await node.Kubectl.RunAsync($"get pod client -n {ns} -o jsonpath={{.metadata.uid}}");
        var process = Directory.EnumerateDirectories("/proc").First(d =>
            char.IsAsciiDigit(Path.GetFileName(d)[0]) && Read($"{d}/cgroup").Contains(uid, StringComparison.Ordinal) && Read($"{d}/cmdline").StartsWith("sleep", StringComparison.Ordinal));

        // From the pod's network, with what lies in the pod: its token, and the certificate that it is to trust.
        var account = $"{process}/root/var/run/secrets/kubernetes.io/serviceaccount";
        var token = await File.ReadAllTextAsync($"{account}/token");
        ProcessStartInfo start = new(
            "nsenter",
            ["-t", Path.GetFileName(process), "-n", "--", Product.Kubectl.Program, "--server=https://10.96.0.1", $"--certificate-authority={account}/ca.crt", $"--token={token}", "get", "pods", "-n", ns]);
        start.Environment["KUBECONFIG"] = "/dev/null";
        var said = await Product.Programs.RunAsync(start);

        // It is known, and has no rights yet.
        Assert.Contains($"pods is forbidden: User \"system:serviceaccount:{ns}:default\" cannot list resource \"pods\" in API group \"\" in the namespace \"{ns}\"", said.Errors);

        await node.Kubectl.RunAsync($"create rolebinding reads -n {ns} --clusterrole=cluster-admin --serviceaccount={ns}:default");
        Assert.Contains("client", (await Product.Programs.RunAsync(start)).Output);
    }

    private async Task<string> WebAsync(int replicas)
    {
        var ns = await node.NamespaceAsync();
        await node.Kubectl.RunAsync(
            $"create deployment web -n {ns} --image={TestImage.Name} --replicas={replicas} -- sh -c \"trap exit TERM; hostname > /www/index.html; httpd -f -p 8080 -h /www & wait\"");
        await node.Kubectl.RunAsync($"rollout status deployment/web -n {ns} --timeout=50s");
        return ns;
    }

    private async Task<SortedSet<string>> PodsAsync(string ns) =>
        [.. (await node.Kubectl.RunAsync($"get pods -n {ns} --field-selector=status.phase=Running -o jsonpath={{.items[*].metadata.name}}")).Split(' ')];

    // Rules follow the endpoints within moments, not at once: until then an answer may come from elsewhere, or not at all.
    private static async Task AnsweredByAsync(string address, SortedSet<string> pods)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2), DefaultRequestHeaders = { ConnectionClose = true } };
            SortedSet<string> answered = [];
            for (var i = 0; i < 20 * Math.Max(1, pods.Count); i++)
            {
                try
                {
                    answered.Add((await http.GetStringAsync(new Uri(address))).Trim());
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    if (pods.Count > 0) answered.Add("nobody");
                    else break;
                }
            }

            if (answered.SetEquals(pods)) return;
            Assert.True(clock.Elapsed < Product.Programs.Patience, $"{address} is answered by {string.Join(", ", answered)}, not by {string.Join(", ", pods)}");
            await Task.Delay(100);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // That process has ended.
        }
    }
}
