using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;
using Kybernet.Storage.Tests.Etcd;

namespace Kybernet.ApiServer.Tests.Etcd;

/// <summary>API servers over a real etcd: one, and two over the same.</summary>
public sealed class OverEtcdTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";

    private readonly List<IAsyncDisposable> _disposables = [];
    private RealEtcd? _etcd;

    public Task InitializeAsync()
    {
        if (RealEtcd.Missing is null) _etcd = RealEtcd.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var one in _disposables) await one.DisposeAsync();
        _etcd?.Dispose();
    }

    [EtcdFact]
    public async Task ObjectsLiveInEtcdAsTheyDoElsewhere()
    {
        var server = await StartAsync();
        await server.CreateNamespaceAsync("test");
        var created = await server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        Assert.Equal(201, created.Code);
        Assert.Equal(created.Text, (await server.SendAsync("GET", ConfigMaps + "/a")).Text);
        Assert.Single((await server.SendAsync("GET", ConfigMaps)).Json["items"].AsArray());

        var updated = await server.SendAsync("PATCH", ConfigMaps + "/a", """{"data":{"k":"w"}}""", "application/merge-patch+json");
        var stale = await server.SendAsync(
            "PUT", ConfigMaps + "/a", $$$"""{"metadata":{"name":"a","resourceVersion":"{{{created.Field("metadata", "resourceVersion")}}}"}}""");
        Assert.Equal((200, 409), (updated.Code, stale.Code));

        var past = await server.SendAsync(
            "GET", $"{ConfigMaps}?resourceVersionMatch=Exact&resourceVersion={created.Field("metadata", "resourceVersion")}");
        Assert.Equal("v", past.Json["items"].AsArray()[0].AsObject()["data"].AsObject()["k"].AsString());
        Assert.Equal(200, (await server.SendAsync("DELETE", ConfigMaps + "/a")).Code);
        Assert.Equal(404, (await server.SendAsync("GET", ConfigMaps + "/a")).Code);
    }

    [EtcdFact]
    public async Task WhatOneServerDoesTheOtherKnowsAtOnce()
    {
        var servers = new[] { await StartAsync(), await StartAsync() };
        await servers[0].CreateNamespaceAsync("test");
        for (var i = 0; i < 30; i++)
        {
            var (one, other) = (servers[i % 2], servers[(i + 1) % 2]);
            var created = await one.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"c{{{i}}}"},"data":{"k":"v"}}""");
            Assert.Equal(201, created.Code);
            Assert.Equal(created.Text, (await other.SendAsync("GET", $"{ConfigMaps}/c{i}")).Text);

            // With the version that the first server gave; none of the two may think that it is too new, or too old.
            var version = created.Field("metadata", "resourceVersion");
            var updated = await one.SendAsync("PUT", $"{ConfigMaps}/c{i}", $$$"""{"metadata":{"name":"c{{{i}}}","resourceVersion":"{{{version}}}"},"data":{"k":"w"}}""");
            Assert.Equal(200, updated.Code);
            version = updated.Field("metadata", "resourceVersion");
            Assert.Equal(updated.Text, (await other.SendAsync("GET", $"{ConfigMaps}/c{i}?resourceVersion={version}")).Text);
            var again = await other.SendAsync("PUT", $"{ConfigMaps}/c{i}", $$$"""{"metadata":{"name":"c{{{i}}}","resourceVersion":"{{{version}}}"},"data":{"k":"x"}}""");
            Assert.Equal(200, again.Code);
            Assert.Equal(409, (await one.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"c{{{i}}}"}}""")).Code);

            Assert.Equal(i + 1, (await one.SendAsync("GET", ConfigMaps)).Json["items"].AsArray().Count);
        }

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(200, (await servers[i % 2].SendAsync("DELETE", $"{ConfigMaps}/c{i}")).Code);
            Assert.Equal(404, (await servers[(i + 1) % 2].SendAsync("GET", $"{ConfigMaps}/c{i}")).Code);
        }
    }

    [EtcdFact]
    public async Task AWatchOfOneServerTellsWhatIsDoneThroughTheOther()
    {
        var (watched, other) = (await StartAsync(), await StartAsync());
        await other.CreateNamespaceAsync("test");
        var start = (await other.SendAsync("GET", ConfigMaps)).Field("metadata", "resourceVersion");
        List<string> seen = [];
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        async Task WatchAsync()
        {
            await foreach (var change in watched.Client.WatchAsync<ConfigMap>("test", start, new ListFilter(), stop.Token))
            {
                seen.Add($"{change.Type} {change.Object.Metadata.Name} {change.Object.Data.GetValueOrDefault("k")}");
                if (seen.Count == 40) break;
            }
        }

        var watching = WatchAsync();
        var client = other.Client;
        List<string> wanted = [];
        for (var i = 0; i < 20; i++)
        {
            await client.CreateAsync(new ConfigMap { Metadata = { Name = $"c{i}", Namespace = "test" }, Data = { ["k"] = $"{i}" } });
            await client.DeleteAsync<ConfigMap>("test", $"c{i}");
            wanted.AddRange([$"Added c{i} {i}", $"Deleted c{i} {i}"]);
        }

        await watching;
        Assert.Equal(wanted, seen);
    }

    [EtcdFact]
    public async Task TwoThatStartTogetherAreBothReady()
    {
        var servers = await Task.WhenAll(StartAsync(), StartAsync());
        foreach (var server in servers)
        {
            Assert.Equal("ok", (await server.SendAsync("GET", "/readyz")).Text);
            Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/services/kubernetes")).Code);
        }
    }

    [EtcdFact]
    public async Task ServicesOfTwoServersDoNotGetTheSameAddressOrPort()
    {
        var servers = new[] { await StartAsync(Tight), await StartAsync(Tight) };
        static KubeApiServerOptions Tight(KubeApiServerOptions options) => options with
        {
            ServiceClusterIPRanges = [System.Net.IPNetwork.Parse("10.96.0.0/28")], ServiceNodePortRange = (30000, 30011),
        };
        await servers[0].CreateNamespaceAsync("test");
        HashSet<string> addresses = [];
        HashSet<string> ports = [];
        for (var i = 0; i < 12; i++)
        {
            var created = await servers[i % 2].SendAsync(
                "POST", "/api/v1/namespaces/test/services", $$$"""{"metadata":{"name":"s{{{i}}}"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");
            Assert.Equal((201, i), (created.Code, i));
            Assert.True(addresses.Add(created.Field("spec", "clusterIP")));
            Assert.True(ports.Add(created.Json["spec"].AsObject()["ports"].AsArray()[0].AsObject()["nodePort"].ToString()));
        }

        // What one has given out, the other takes back.
        Assert.Equal(200, (await servers[0].SendAsync("DELETE", "/api/v1/namespaces/test/services/s1")).Code);
        var last = await servers[1].SendAsync(
            "POST", "/api/v1/namespaces/test/services", """{"metadata":{"name":"last"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");
        Assert.Equal(201, last.Code);
    }

    [EtcdFact]
    public async Task ServicesMadeInTheSameInstantThroughTwoServersDoNotShareEither()
    {
        var servers = await Task.WhenAll(StartAsync(Tight), StartAsync(Tight));
        static KubeApiServerOptions Tight(KubeApiServerOptions options) => options with
        {
            ServiceClusterIPRanges = [System.Net.IPNetwork.Parse("10.96.0.0/27")], ServiceNodePortRange = (30000, 30029),
        };
        await servers[0].CreateNamespaceAsync("test");
        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => servers[i % 2].SendAsync(
            "POST", "/api/v1/namespaces/test/services", $$$"""{"metadata":{"name":"s{{{i}}}"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""")));
        // 30 addresses, of which the Service kubernetes has one.
        var given = made.Where(static m => m.Code == 201).ToList();
        Assert.Equal(29, given.Count);
        Assert.Equal(29, given.Select(static m => m.Field("spec", "clusterIP")).Distinct().Count());
        Assert.Equal(29, given.Select(static m => m.Json.Get("spec", "ports").AsArray()[0].AsObject()["nodePort"].ToString()).Distinct().Count());
        Assert.Equal(30, (await servers[1].SendAsync("GET", "/apis/networking.k8s.io/v1/ipaddresses")).Json["items"].AsArray().Count);
    }

    [EtcdFact]
    public async Task KeysLieUnderThePrefixAndEventsHangOnALease()
    {
        var server = await StartAsync(prefix: "/other");
        await server.CreateNamespaceAsync("test");
        await server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"}}""");
        var made = await server.SendAsync(
            "POST", "/api/v1/namespaces/test/events",
            """{"metadata":{"name":"e"},"involvedObject":{"namespace":"test"},"reason":"r","type":"Normal","eventTime":null}""");
        Assert.Equal(201, made.Code);

        await using var raw = await OpenAsync("", "");
        var map = await raw.GetAsync(StoreKey.Parse("/other/configmaps/test/a"));
        Assert.StartsWith("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a",""", Encoding.UTF8.GetString(map!.Value.Span));
        var stored = await raw.GetAsync(StoreKey.Parse("/other/events/test/e"));
        Assert.InRange((await raw.Leases.TimeToLiveAsync(stored!.LeaseId)).Remaining, TimeSpan.FromHours(1), TimeSpan.FromMinutes(61));
    }

    [EtcdFact]
    public async Task WithoutEtcdTheServerSaysThatItIsNotAvailableAndComesBackWithIt()
    {
        var server = await StartAsync(timeout: TimeSpan.FromSeconds(1));
        await server.CreateNamespaceAsync("test");
        _etcd!.Kill();

        var refused = await server.SendAsync("GET", ConfigMaps);
        Assert.Equal((503, "ServiceUnavailable"), (refused.Code, refused.Field("reason")));
        Assert.Equal(200, (await server.SendAsync("GET", ConfigMaps + "?resourceVersion=0")).Code);
        Assert.Equal(500, (await server.SendAsync("GET", "/readyz/etcd")).Code);

        _etcd.Restart();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while ((await server.SendAsync("GET", "/readyz/etcd")).Code != 200) patience.Token.ThrowIfCancellationRequested();

        Assert.Equal(201, (await server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"}}""")).Code);
    }

    private Task<TestApiServer> StartAsync() => StartAsync(options => options);

    private async Task<TestApiServer> StartAsync(
        Func<KubeApiServerOptions, KubeApiServerOptions>? configure = null, string prefix = "/registry", TimeSpan? timeout = null)
    {
        var store = await OpenAsync("/registry/", prefix, timeout);
        var server = await TestApiServer.StartAsync(options => (configure?.Invoke(options) ?? options) with { Store = store });
        _disposables.Add(server);
        return server;
    }

    private Task<IObservableStore> OpenAsync(string own, string prefix, TimeSpan? timeout = null) => EtcdStore.OpenAsync(
        new EtcdStoreOptions
        {
            Endpoints = [_etcd!.Address], KeyPrefix = own, Prefix = prefix, RequestTimeout = timeout ?? TimeSpan.FromSeconds(10),
        },
        ExecutionEnvironment.System());
}
