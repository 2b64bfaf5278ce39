using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kybernet.EndToEnd.Tests.Product;
using Kybernet.Storage.Tests.Etcd;

namespace Kybernet.EndToEnd.Tests.Components;

/// <summary>Two control planes over an etcd of three members, under load, while one of each is killed.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    // The lease is good for 15 seconds after its holder's last sign, and the others look every two.
    private static readonly TimeSpan LongestTakeover = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(10);

    private readonly List<RealEtcd> _etcd = [];
    private readonly List<LoneApiServer> _servers = [];
    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true })
    {
        Timeout = TimeSpan.FromSeconds(5), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "admin-token") },
    };

    public async Task InitializeAsync()
    {
        if (RealEtcd.Missing is not null) return;
        _etcd.AddRange(RealEtcd.StartCluster(3));
        var etcd = string.Join(',', _etcd.Select(member => member.Address.ToString().TrimEnd('/')));
        foreach (var number in new[] { 1, 2 })
            _servers.Add(await LoneApiServer.StartControlPlaneAsync($"--etcd-servers={etcd}", $"--advertise-address=192.0.2.{number}"));
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        foreach (var member in _etcd) member.Dispose();
        _http.Dispose();
    }

    [EtcdFact]
    public async Task Nothing_acknowledged_is_lost_and_others_take_over()
    {
        await _servers[1].WaitAsync("get endpoints kubernetes -o jsonpath={.subsets[*].addresses[*].ip}", said => said == "192.0.2.1 192.0.2.2");
        using CancellationTokenSource stop = new();
        using CancellationTokenSource stopWatching = new();
        ConcurrentQueue<string> acknowledged = [];
        var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(writer, acknowledged, stop.Token)).ToList();
        ConcurrentQueue<string> seen = [];
        var watching = WatchAsync(seen, stopWatching.Token);
        await Task.Delay(TimeSpan.FromSeconds(2));

        _etcd[0].Kill();
        await Task.Delay(TimeSpan.FromSeconds(2));
        // The one that holds the controllers' lease, to see them move.
        var (dead, alive) = await LeaderAsync() ? (0, 1) : (1, 0);
        await _servers[dead].Process.KillAsync();
        var clock = Stopwatch.StartNew();
        await _servers[alive].KubectlAsync("create deployment web -n default --image=x --replicas=2");
        await _servers[alive].WaitAsync("get pods -n default -l app=web -o name", said => said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 2);
        var takeover = clock.Elapsed;
        await _servers[alive].WaitAsync("get endpoints kubernetes -o jsonpath={.subsets[*].addresses[*].ip}", said => said == $"192.0.2.{alive + 1}");

        await stop.CancelAsync();
        var outages = await Task.WhenAll(writers);
        while (acknowledged.Except(seen).Any() && clock.Elapsed < Programs.Patience) await Task.Delay(50);
        await stopWatching.CancelAsync();
        await watching;
        Assert.True(takeover < LongestTakeover, $"the controllers took {takeover} to move");
        Assert.All(outages, outage => Assert.True(outage < LongestOutage, $"somebody waited for {outage}"));
        Assert.True(acknowledged.Count > 100, $"only {acknowledged.Count} writes");

        var there = (await _servers[alive].KubectlAsync("get configmaps -n default -o jsonpath={.items[*].metadata.name}")).Split(' ').ToHashSet();
        Assert.All(acknowledged, name => Assert.Contains(name, there));
        // The watch, resumed with the other server, saw each once.
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(acknowledged.Except(seen));
    }

    /// <summary>Whether the first server's controllers lead: only its log tells that they became it.</summary>
    private async Task<bool> LeaderAsync()
    {
        var holder = await _servers[0].KubectlAsync("get lease kube-controller-manager -n kube-system -o jsonpath={.spec.holderIdentity}");
        return _servers[0].Process.Said.Contains(holder, StringComparison.Ordinal);
    }

    /// <summary>Creates objects, with whichever server answers. Returns the longest time without an answer that was one.</summary>
    private async Task<TimeSpan> WriteAsync(int writer, ConcurrentQueue<string> acknowledged, CancellationToken stop)
    {
        var longest = TimeSpan.Zero;
        var at = writer;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var name = $"w{writer}-{i}";
            var clock = Stopwatch.StartNew();
            while (!await CreateAsync(_servers[at % 2], name))
            {
                at++;
                await Task.Delay(50, CancellationToken.None);
                Assert.True(clock.Elapsed < Programs.Patience, "nobody answers any more");
            }
            acknowledged.Enqueue(name);
            if (clock.Elapsed > longest) longest = clock.Elapsed;
        }
        return longest;
    }

    /// <summary>False: nobody knows whether it was done. A name that exists then was made by the try before.</summary>
    private async Task<bool> CreateAsync(LoneApiServer server, string name)
    {
        try
        {
            using StringContent body = new($$$"""{"metadata":{"name":"{{{name}}}"}}""", Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(new Uri(server.Address, ConfigMaps), body);
            return response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Watches from the beginning; goes on with the other server, from where it was, when one is gone.</summary>
    private async Task WatchAsync(ConcurrentQueue<string> seen, CancellationToken stop)
    {
        var version = "";
        using (var list = JsonDocument.Parse(await _http.GetStringAsync(new Uri(_servers[0].Address, ConfigMaps), CancellationToken.None)))
        {
            version = list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
            foreach (var item in list.RootElement.GetProperty("items").EnumerateArray()) seen.Enqueue(NameOf(item));
        }
        for (var at = 0; !stop.IsCancellationRequested; at++)
        {
            try
            {
                Uri uri = new(_servers[at % 2].Address, $"{ConfigMaps}?watch=true&resourceVersion={version}");
                using var response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, stop);
                using StreamReader reader = new(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stop));
                while (await reader.ReadLineAsync(stop) is { } line)
                {
                    using var change = JsonDocument.Parse(line);
                    var changed = change.RootElement.GetProperty("object");
                    if (change.RootElement.GetProperty("type").GetString() == "ADDED") seen.Enqueue(NameOf(changed));
                    version = changed.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // That server is gone, or the test is over.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private static string NameOf(JsonElement item) => item.GetProperty("metadata").GetProperty("name").GetString()!;
}
