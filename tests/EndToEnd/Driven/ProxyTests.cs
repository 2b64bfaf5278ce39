using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Driven;

/// <summary><c>kubectl proxy</c>, and through it the proxies of the API server to nodes, pods and services.</summary>
[Collection(HollowNodes.Collection)]
public sealed partial class ProxyTests(HollowNodes nodes)
{
    [KubectlFact]
    public async Task The_api_is_reached_through_it_and_workloads_behind_the_api()
    {
        var ns = await nodes.NamespaceAsync();
        var kubectl = nodes.Kubectl;
        await kubectl.RunAsync($"create service clusterip empty -n {ns} --tcp=80");
        await kubectl.RunAsync($"run pending -n {ns} --image=x --overrides={Kubectl.Word("""{"spec":{"schedulerName":"nobody"}}""")}");
        await using var proxy = kubectl.Start("proxy --port=0");
        var at = Serving().Match(await proxy.WaitForAsync(static s => Serving().IsMatch(s))).Groups[1].Value;
        using HttpClient http = new() { BaseAddress = new Uri($"http://{at}"), Timeout = Programs.Patience };

        Assert.Contains("\"gitVersion\": \"v1.36.", await http.GetStringAsync("/version"));
        Assert.Contains("\"kind\":\"PodList\"", await http.GetStringAsync($"/api/v1/namespaces/{ns}/pods"));
        Assert.Equal((503, "no endpoints available for service \"empty\""), await RefusedAsync($"services/empty/proxy/"));
        Assert.Equal((503, "no service port \"https\" found for service \"empty\""), await RefusedAsync("services/empty:https/proxy/"));
        Assert.Equal((404, "services \"absent\" not found"), await RefusedAsync("services/absent/proxy/"));
        Assert.Equal((404, "pods \"absent\" not found"), await RefusedAsync("pods/absent/proxy/"));
        Assert.Equal((400, "address not allowed"), await RefusedAsync("pods/pending/proxy/"));

        // A watch comes through as it happens.
        using var watch = await http.GetAsync($"/api/v1/namespaces/{ns}/configmaps?watch=1", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader lines = new(await watch.Content.ReadAsStreamAsync());
        await kubectl.RunAsync($"create configmap seen -n {ns}");
        string line;
        do line = (await lines.ReadLineAsync())!;
        while (!line.Contains("\"name\":\"seen\"", StringComparison.Ordinal));
        Assert.StartsWith("{\"type\":\"ADDED\"", line);

        async Task<(int, string?)> RefusedAsync(string path)
        {
            using var answer = await http.GetAsync($"/api/v1/namespaces/{ns}/{path}");
            using var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return ((int)answer.StatusCode, status.RootElement.GetProperty("message").GetString());
        }
    }

    [KubectlFact]
    public async Task A_server_behind_a_service_answers_through_the_api_server()
    {
        if (OwnAddress() is not { } address) return; // a machine with nothing but loopback: nobody may be sent there
        var ns = await nodes.NamespaceAsync();
        using TcpListener listener = new(address, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await nodes.Kubectl.RunAsync($"apply -n {ns} -f -", $$"""
            apiVersion: v1
            kind: Service
            metadata: {name: outside}
            spec: {ports: [{name: web, port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: outside-1, labels: {kubernetes.io/service-name: outside} }
            addressType: IPv4
            ports: [{name: web, port: {{port}}, protocol: TCP}]
            endpoints: [{addresses: ["{{address}}"]}]
            """);

        var served = ServeAsync(listener);
        var path = $"/api/v1/namespaces/{ns}/services/outside:web/proxy/some/where?x=y";
        Assert.Equal("welcome", await nodes.Kubectl.RunAsync($"get --raw {path}"));
        Assert.StartsWith("GET /some/where?x=y HTTP/1.1\r\n", await served);

        listener.Stop();
        var gone = await nodes.Kubectl.TryAsync($"get --raw {path}");
        Assert.Equal($"Error from server (ServiceUnavailable): error trying to reach service: dial tcp {address}:{port}: connect: connection refused\n", gone.Errors);
    }

    [KubectlFact]
    public async Task A_kubelet_that_does_not_answer_is_told_in_upstreams_words()
    {
        var ns = await nodes.NamespaceAsync();
        var port = Programs.FreePort();
        // A node without a kubelet, on this machine.
        await nodes.Kubectl.RunAsync("apply -f -", $"apiVersion: v1\nkind: Node\nmetadata: {{name: {ns}}}\n");
        await nodes.Kubectl.RunAsync($"create --raw /api/v1/namespaces/{ns}/pods -f -", $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"one"},"spec":{"nodeName":"{{ns}}","containers":[{"name":"c","image":"c"}] } }""");
        using (var http = AdminHttp.Open(nodes.Cluster))
        {
            using StringContent status = new($$"""{"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":{{port}} } } } }""", Encoding.UTF8, "application/merge-patch+json");
            using var patched = await http.PatchAsync($"/api/v1/nodes/{ns}/status", status);
            Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        }

        var refusal = $"dial tcp 127.0.0.1:{port}: connect: connection refused";
        var logs = await nodes.Kubectl.TryAsync($"logs one -n {ns}");
        Assert.Equal($"Error from server: Get \"https://127.0.0.1:{port}/containerLogs/{ns}/one/c\": {refusal}\n", logs.Errors);
        var raw = await nodes.Kubectl.TryAsync($"get --raw /api/v1/nodes/{ns}/proxy/healthz");
        Assert.Equal($"Error from server (ServiceUnavailable): error trying to reach service: {refusal}\n", raw.Errors);
        await nodes.Kubectl.RunAsync($"delete node {ns}");
    }

    private static async Task<string> ServeAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            Assert.True(read > 0, "the request ended before its headers did");
            length += read;
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nwelcome"u8.ToArray());
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
        .Select(static a => a.Address)
        .FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork && a.GetAddressBytes() is not [169, 254, ..]);

    [GeneratedRegex(@"Starting to serve on (\S+)")]
    private static partial Regex Serving();
}
