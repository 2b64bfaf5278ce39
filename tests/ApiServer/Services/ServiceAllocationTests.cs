using System.Net;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>Addresses and node ports of Services, through a whole server.</summary>
public sealed class ServiceAllocationTests : IAsyncLifetime
{
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Addresses = "/apis/networking.k8s.io/v1/ipaddresses";
    private const string Ranges = "/apis/networking.k8s.io/v1/servicecidrs";
    private const string Merge = "application/merge-patch+json";

    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync(Small);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_cluster_begins_with_its_range_and_one_address()
    {
        var range = await _server.SendAsync("GET", $"{Ranges}/kubernetes");
        Assert.Equal("""["10.96.0.0/28"]""", range.Json.Get("spec", "cidrs").ToString());
        var ready = range.Json.Get("status", "conditions").AsArray()[0].AsObject();
        Assert.Equal(("Ready", "True", "Kubernetes default Service CIDR is ready"), (ready["type"].AsString(), ready["status"].AsString(), ready["message"].AsString()));

        var address = await _server.SendAsync("GET", $"{Addresses}/10.96.0.1");
        Assert.Equal(
            """{"ipaddress.kubernetes.io/ip-family":"IPv4","ipaddress.kubernetes.io/managed-by":"ipallocator.k8s.io"}""", address.Json.Get("metadata", "labels").ToString());
        Assert.Equal("""{"resource":"services","namespace":"default","name":"kubernetes"}""", address.Json.Get("spec", "parentRef").ToString());
    }

    [Fact]
    public async Task An_address_is_an_object_as_long_as_the_service_has_it()
    {
        var made = await Make("a", "{}");
        var address = made.Field("spec", "clusterIP");
        Assert.Equal("a", (await _server.SendAsync("GET", $"{Addresses}/{address}")).Field("spec", "parentRef", "name"));

        await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"type":"ExternalName","externalName":"b.c","clusterIP":null,"clusterIPs":null}}""", Merge);
        Assert.Equal(404, (await _server.SendAsync("GET", $"{Addresses}/{address}")).Code);

        var back = await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"type":"ClusterIP","externalName":null}}""", Merge);
        address = back.Field("spec", "clusterIP");
        Assert.Equal(200, (await _server.SendAsync("GET", $"{Addresses}/{address}")).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Services}/a")).Code);
        Assert.Equal(404, (await _server.SendAsync("GET", $"{Addresses}/{address}")).Code);
    }

    [Fact]
    public async Task A_generated_name_is_the_one_that_the_address_tells()
    {
        var made = await _server.SendAsync("POST", Services, """{"metadata":{"generateName":"g-"},"spec":{"ports":[{"port":80}]}}""");
        Assert.Equal(201, made.Code);
        Assert.Equal(made.Field("metadata", "name"), (await _server.SendAsync("GET", $"{Addresses}/{made.Field("spec", "clusterIP")}")).Field("spec", "parentRef", "name"));
    }

    [Fact]
    public async Task What_is_asked_for_is_given_or_refused_in_upstreams_words()
    {
        Assert.Equal("10.96.0.5", (await Make("a", """{"clusterIP":"10.96.0.5","type":"NodePort"}""", nodePort: 30003)).Field("spec", "clusterIP"));
        async Task RefusedAsync(string why, string spec, int nodePort = 0) =>
            Assert.Equal($"Service \"b\" is invalid: {why}", (await PostAsync("b", spec, nodePort)).Message);

        await RefusedAsync("""spec.clusterIPs: Invalid value: ["10.96.0.5"]: failed to allocate IP 10.96.0.5: provided IP is already allocated""", """{"clusterIP":"10.96.0.5"}""");
        await RefusedAsync(
            """spec.clusterIPs: Invalid value: ["10.1.0.5"]: failed to allocate IP 10.1.0.5: the provided network does not match the current range""", """{"clusterIP":"10.1.0.5"}""");
        await RefusedAsync("""spec.ports[0].nodePort: Invalid value: 30003: provided port is already allocated""", """{"type":"NodePort"}""", 30003);
        await RefusedAsync(
            """spec.ports[0].nodePort: Invalid value: 29999: provided port is not in the valid range. The range of valid ports is 30000-30039""", """{"type":"NodePort"}""", 29999);
        Assert.Equal(
            "Internal error occurred: failed to allocate requested HealthCheck NodePort 30003: provided port is already allocated",
            (await PostAsync("b", """{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30003}""")).Message);
    }

    [Fact]
    public async Task What_is_refused_later_takes_nothing()
    {
        var before = await GivenAsync();
        Assert.Equal(422, (await PostAsync("a", """{"type":"NodePort","sessionAffinity":"none"}""", 30005)).Code);
        Assert.Equal(422, (await PostAsync("A", """{"type":"NodePort"}""", 30005)).Code);
        await Make("b", """{"type":"NodePort"}""", 30006);
        Assert.Equal(409, (await PostAsync("b", """{"type":"NodePort"}""", 30005)).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Services}/b")).Code);
        Assert.Equal(before, await GivenAsync());
    }

    [Fact]
    public async Task A_dry_run_takes_nothing()
    {
        var before = await GivenAsync();
        var made = await _server.SendAsync("POST", $"{Services}?dryRun=All", """{"metadata":{"name":"a"},"spec":{"type":"NodePort","ports":[{"name":"a","port":80},{"name":"b","port":81}]}}""");
        Assert.Equal("10.96.0.0", made.Field("spec", "clusterIP"));
        Assert.Equal("32769 32770", string.Join(' ', made.Json.Get("spec", "ports").AsArray().Select(static p => p.AsObject()["nodePort"].ToString())));
        Assert.Equal(201, (await _server.SendAsync("POST", $"{Services}?dryRun=All", """{"metadata":{"name":"a"},"spec":{"clusterIP":"10.96.0.7","ports":[{"port":80}]}}""")).Code);
        await Make("b", "{}");
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{Services}/b?dryRun=All", """{"spec":{"type":"NodePort"}}""", Merge)).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Services}/b?dryRun=All")).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Services}/b")).Code);
        Assert.Equal(before, await GivenAsync());
    }

    [Fact]
    public async Task Node_ports_come_and_go_with_the_type()
    {
        var before = await GivenAsync();
        await Make("a", "{}");
        var ported = await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"type":"NodePort"}}""", Merge);
        var port = int.Parse(ported.Json.Get("spec", "ports").AsArray()[0].AsObject()["nodePort"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"{port} default/a", await GivenAsync());
        var other = port == 30020 ? 30021 : 30020;
        await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"ports":[{"port":80,"nodePort":PORT}]}}""".Replace("PORT", $"{other}", StringComparison.Ordinal), Merge);
        Assert.DoesNotContain($"{port} default/a", await GivenAsync());
        var balanced = await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local"}}""", Merge);
        other = balanced.Field("spec", "healthCheckNodePort") == "30039" ? 30038 : 30039;
        Assert.Equal(2, (await GivenAsync()).Count(static g => g.EndsWith(" default/a", StringComparison.Ordinal)));
        Assert.Equal(
            "Service \"a\" is invalid: spec.healthCheckNodePort: Forbidden: field is immutable",
            (await _server.SendAsync("PATCH", $"{Services}/a", $$$"""{"spec":{"healthCheckNodePort":{{{other}}} } }""", Merge)).Message);
        await _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"type":"ClusterIP"}}""", Merge);
        Assert.DoesNotContain(await GivenAsync(), static g => g.EndsWith(" default/a", StringComparison.Ordinal));
        await _server.SendAsync("DELETE", $"{Services}/a");
        Assert.Equal(before, await GivenAsync());
    }

    [Fact]
    public async Task A_status_takes_nothing()
    {
        await Make("a", "{}");
        var before = await GivenAsync();
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{Services}/a/status", """{"spec":{"type":"NodePort"}}""", Merge)).Code);
        Assert.Equal(before, await GivenAsync());
    }

    [Fact]
    public async Task When_the_range_is_full_another_one_helps()
    {
        // 14 addresses, of which the Service kubernetes has one.
        for (var i = 0; i < 13; i++) await Make($"s{i}", "{}");
        Assert.Equal("Internal error occurred: failed to allocate a serviceIP: range is full", (await PostAsync("late", "{}")).Message);
        Assert.Equal(201, (await _server.SendAsync("POST", Ranges, """{"metadata":{"name":"more"},"spec":{"cidrs":["10.200.0.0/28"]}}""")).Code);
        Assert.StartsWith("10.200.0.", (await Make("late", "{}")).Field("spec", "clusterIP"), StringComparison.Ordinal);

        // One that is said not to be ready gives nothing out.
        await _server.SendAsync(
            "PATCH", $"{Ranges}/more/status",
            """{"status":{"conditions":[{"type":"Ready","status":"False","reason":"No","message":"","lastTransitionTime":"2026-01-02T03:04:05Z"}]}}""", Merge);
        Assert.Equal(500, (await PostAsync("later", "{}")).Code);
    }

    [Fact]
    public async Task Of_many_at_once_each_gets_its_own()
    {
        // 13 addresses for 40 who ask.
        var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PostAsync($"s{i}", """{"type":"NodePort"}""")));
        var given = asked.Where(static a => a.Code == 201).ToList();
        Assert.Equal(13, given.Count);
        Assert.All(asked.Except(given), static a => Assert.Equal("Internal error occurred: failed to allocate a serviceIP: range is full", a.Message));
        Assert.Equal(13, given.Select(static a => a.Field("spec", "clusterIP")).Distinct().Count());
        Assert.Equal(13, given.Select(static a => a.Json.Get("spec", "ports").AsArray()[0].AsObject()["nodePort"].ToString()).Distinct().Count());

        // The same address for many.
        await _server.SendAsync("DELETE", $"{Services}/{given[0].Field("metadata", "name")}");
        var freed = given[0].Field("spec", "clusterIP");
        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync($"t{i}", $$"""{"clusterIP":"{{freed}}"}""")));
        Assert.Single(again, static a => a.Code == 201);
        Assert.Equal(14 + 13 - 1, (await GivenAsync()).Count);
    }

    [Fact]
    public async Task A_service_and_what_it_has_change_in_one_transaction()
    {
        async Task<string> OnceAsync(Func<Task<Answer>> change)
        {
            var before = _server.Store.CurrentRevision;
            var answer = await change();
            Assert.InRange(answer.Code, 200, 201);
            Assert.Equal(before + 1, _server.Store.CurrentRevision);
            return answer.Field("metadata", "resourceVersion");
        }

        var made = await OnceAsync(() => PostAsync("a", """{"clusterIP":"10.96.0.5","type":"NodePort"}""", 30005));
        Assert.Equal(made, (await _server.SendAsync("GET", $"{Addresses}/10.96.0.5")).Field("metadata", "resourceVersion"));
        Assert.Contains("30005 default/a", await GivenAsync());

        // A port is taken while another goes.
        await OnceAsync(() => _server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"ports":[{"port":80,"nodePort":30006}]}}""", Merge));
        Assert.Contains("30006 default/a", await GivenAsync());
        Assert.DoesNotContain("30005 default/a", await GivenAsync());

        await OnceAsync(() => _server.SendAsync("PATCH", $"{Services}/a", """{"metadata":{"finalizers":["x.y/z"]}}""", Merge));
        await OnceAsync(() => _server.SendAsync("DELETE", $"{Services}/a"));
        Assert.Contains("10.96.0.5 a", await GivenAsync());
        await OnceAsync(() => _server.SendAsync("PATCH", $"{Services}/a", """{"metadata":{"finalizers":null}}""", Merge));
        Assert.DoesNotContain(await GivenAsync(), static g => g.Contains(" a", StringComparison.Ordinal) || g.Contains("default/a", StringComparison.Ordinal));

        await OnceAsync(() => PostAsync("b", """{"clusterIP":"10.96.0.5","type":"NodePort"}""", 30005));
        await OnceAsync(() => _server.SendAsync("DELETE", $"{Services}/b"));
        Assert.DoesNotContain(await GivenAsync(), static g => g.Contains("30005", StringComparison.Ordinal) || g.Contains("10.96.0.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_belongs_to_another_is_not_given_back_with_a_service()
    {
        await Make("a", """{"clusterIP":"10.96.0.5","type":"NodePort"}""", 30005);
        AllocationRegister register = new(_server.Store, new IdentityTransformer(), ExecutionEnvironment.System());
        await _server.Store.CommitAsync(new() { Success = [.. register.Puts(new() { Namespace = "default", Name = "other" }, [IPAddress.Parse("10.96.0.5")], [30005])] });
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Services}/a")).Code);
        Assert.Contains("10.96.0.5 other", await GivenAsync());
        Assert.Contains("30005 default/other", await GivenAsync());
    }

    [Fact]
    public async Task Who_deletes_the_object_of_an_address_in_use_sees_it_made_again()
    {
        var address = (await Make("a", "{}")).Field("spec", "clusterIP");
        var first = await _server.SendAsync("GET", $"{Addresses}/{address}");
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{Addresses}/{address}")).Code);
        var second = await _server.SendAsync("GET", $"{Addresses}/{address}");
        Assert.Equal("a", second.Field("spec", "parentRef", "name"));
        Assert.NotEqual(first.Field("metadata", "uid"), second.Field("metadata", "uid"));
    }

    [Fact]
    public async Task A_start_repairs_what_a_crash_left_behind()
    {
        const string address = "10.96.0.8";
        await Make("a", """{"clusterIP":"10.96.0.8","type":"NodePort"}""", 30020);
        var store = _server.Store;
        await _server.Server.DisposeAsync();

        // Taken by a server of upstream's, and then the process ended: no Service came. And one of an older version, that never had an object.
        AllocationRegister register = new(store, new IdentityTransformer(), ExecutionEnvironment.System());
        await store.CommitAsync(new() { Success = [.. register.Puts(new() { Namespace = "default", Name = "never" }, [IPAddress.Parse("10.96.0.9")], [30030])] });
        await store.DeleteAsync(AllocationRegister.KeyOf(IPAddress.Parse(address)));
        foreach (var port in (await register.PortsAsync(default)).Keys.Except([30030])) await store.DeleteAsync(AllocationRegister.KeyOf(port));

        _server.Http.Dispose();
        _server = await TestApiServer.StartAsync(o => Small(o) with { Store = store });
        Assert.Equal(404, (await _server.SendAsync("GET", $"{Addresses}/10.96.0.9")).Code);
        Assert.Equal("a", (await _server.SendAsync("GET", $"{Addresses}/{address}")).Field("spec", "parentRef", "name"));
        await Make("b", """{"clusterIP":"10.96.0.9","type":"NodePort"}""", 30030);
        Assert.Equal(2, (await GivenAsync()).Count(static g => g.StartsWith("300", StringComparison.Ordinal)));

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            var events = (await _server.SendAsync("GET", "/api/v1/namespaces/default/events")).Text;
            if (events.Contains($"Cluster IP [IPv4]: {address} is not allocated; repairing", StringComparison.Ordinal) && events.Contains("PortNotAllocated", StringComparison.Ordinal)) break;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task A_service_may_have_both_families_and_change_its_mind()
    {
        await using var server = await TestApiServer.StartAsync(
            o => o with { ServiceClusterIPRanges = [IPNetwork.Parse("10.96.0.0/24"), IPNetwork.Parse("fd00::/112")] });
        Assert.Equal("""["10.96.0.0/24","fd00::/112"]""", (await server.SendAsync("GET", $"{Ranges}/kubernetes")).Json.Get("spec", "cidrs").ToString());
        var both = await server.SendAsync("POST", Services, """{"metadata":{"name":"a"},"spec":{"ipFamilyPolicy":"PreferDualStack","ports":[{"port":80}]}}""");
        Assert.Equal("""["IPv4","IPv6"]""", both.Json.Get("spec", "ipFamilies").ToString());
        var ips = both.Json.Get("spec", "clusterIPs").AsArray().Select(static i => i.AsString()).ToList();
        Assert.StartsWith("fd00::", ips[1], StringComparison.Ordinal);
        Assert.Equal("IPv6", (await server.SendAsync("GET", $"{Addresses}/{ips[1]}")).Field("metadata", "labels", "ipaddress.kubernetes.io/ip-family"));

        var down = await server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"ipFamilyPolicy":"SingleStack"}}""", Merge);
        Assert.Equal($"[\"{ips[0]}\"]", down.Json.Get("spec", "clusterIPs").ToString());
        Assert.Equal(404, (await server.SendAsync("GET", $"{Addresses}/{ips[1]}")).Code);

        var up = await server.SendAsync("PATCH", $"{Services}/a", """{"spec":{"ipFamilyPolicy":"RequireDualStack","ipFamilies":["IPv4","IPv6"],"clusterIPs":["IP","fd00::77"]}}""".Replace("IP\"", ips[0] + "\"", StringComparison.Ordinal), Merge);
        Assert.Equal($"[\"{ips[0]}\",\"fd00::77\"]", up.Json.Get("spec", "clusterIPs").ToString());
        Assert.Equal("a", (await server.SendAsync("GET", $"{Addresses}/fd00::77")).Field("spec", "parentRef", "name"));

        var six = await server.SendAsync("POST", Services, """{"metadata":{"name":"six"},"spec":{"ipFamilies":["IPv6"],"ports":[{"port":80}]}}""");
        Assert.StartsWith("fd00::", six.Field("spec", "clusterIP"), StringComparison.Ordinal);
        Assert.Equal(200, (await server.SendAsync("DELETE", $"{Services}/a")).Code);
        Assert.Equal(404, (await server.SendAsync("GET", $"{Addresses}/fd00::77")).Code);
    }

    private static KubeApiServerOptions Small(KubeApiServerOptions options) =>
        options with { ServiceClusterIPRanges = [IPNetwork.Parse("10.96.0.0/28")], ServiceNodePortRange = (30000, 30039) };

    private async Task<Answer> Make(string name, string spec, int nodePort = 0)
    {
        var made = await PostAsync(name, spec, nodePort);
        Assert.True(made.Code == 201, made.Text);
        return made;
    }

    private Task<Answer> PostAsync(string name, string spec, int nodePort = 0)
    {
        var body = JsonValue.Parse(spec).AsObject();
        var port = new JsonObject { ["port"] = 80 };
        if (nodePort != 0) port["nodePort"] = nodePort;
        body["ports"] = new JsonArray([port]);
        JsonValue service = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = body };
        return _server.SendAsync("POST", Services, service.ToString());
    }

    // All that is given out, with who has it.
    private async Task<List<string>> GivenAsync()
    {
        var addresses = (await _server.SendAsync("GET", Addresses)).Json["items"].AsArray();
        var ports = await new AllocationRegister(_server.Store, new IdentityTransformer(), ExecutionEnvironment.System()).PortsAsync(default);
        List<string> given = [];
        foreach (var a in addresses) given.Add($"{a.AsObject().Get("metadata", "name").AsString()} {a.AsObject().Get("spec", "parentRef", "name").AsString()}");
        return [.. given, .. ports.OrderBy(static p => p.Key).Select(static p => $"{p.Key} {p.Value.Owner}")];
    }
}
