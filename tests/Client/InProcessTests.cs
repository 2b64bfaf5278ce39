using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Lease = Kybernet.Api.Coordination.V1.Lease;

namespace Kybernet.Client.Tests;

/// <summary>The client against a real API server in the same process, on one thread, in virtual time.</summary>
public sealed class InProcessTests
{
    private readonly Simulation _simulation = new();
    private readonly KubeApiServer _server;
    private readonly KubeClient _client;

    public InProcessTests()
    {
        var environment = _simulation.Environment;
        _server = new KubeApiServer(new KubeApiServerOptions { Environment = environment, Store = MemoryStore.Create(environment), CompactionInterval = TimeSpan.Zero });
        _simulation.Run(() => _server.StartAsync());
        _client = As("admin", UserInfo.PrivilegedGroup);
    }

    [Fact]
    public void Objects_come_and_go() => _simulation.Run(async () =>
    {
        var created = await _client.CreateAsync(Make.ConfigMap("default", "m", "1"));
        created.Data["value"] = "2";
        var updated = await _client.UpdateAsync(created);
        Assert.NotEqual(created.Metadata.ResourceVersion, updated.Metadata.ResourceVersion);
        var stale = await Assert.ThrowsAsync<KubeApiException>(() => _client.UpdateAsync(created));
        Assert.True(stale.IsConflict);
        Assert.True((await Assert.ThrowsAsync<KubeApiException>(() => _client.CreateAsync(Make.ConfigMap("default", "m")))).IsAlreadyExists);
        await _client.DeleteAsync<ConfigMap>("default", "m");
        Assert.True((await Assert.ThrowsAsync<KubeApiException>(() => _client.GetAsync<ConfigMap>("default", "m"))).IsNotFound);
    });

    [Fact]
    public void What_is_read_is_the_callers_own_and_lists_are_whole() => _simulation.Run(async () =>
    {
        for (var i = 0; i < 1203; i++) await _client.CreateAsync(Make.ConfigMap("default", $"m{i:0000}"));
        var list = await _client.ListAsync<ConfigMap>("default");
        Assert.Equal(1203, list.Items.Count(m => m.Metadata.Name.StartsWith('m')));
        list.Items[0].Data["mine"] = "x";
        (await _client.GetAsync<ConfigMap>("default", "m0000")).Data["mine"] = "y";
        Assert.Empty((await _client.GetAsync<ConfigMap>("default", "m0000")).Data);
    });

    [Fact]
    public void An_informer_shares_frozen_objects_and_their_metadata() => _simulation.Run(async () =>
    {
        InformerFactory factory = new(_client.Transport, _simulation.Environment, NullLoggerFactory.Instance);
        var maps = factory.For<ConfigMap>();
        var metadata = factory.ForMetadata(ConfigMap.Resource.Gvr);
        using CancellationTokenSource stop = new();
        factory.Start(stop.Token);
        await factory.WaitForSyncAsync(stop.Token);
        var created = Make.ConfigMap("default", "m", "1");
        created.Metadata.Labels["app"] = "web";
        await _client.CreateAsync(created);
        await _simulation.Environment.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        Assert.True(maps.Get("default", "m")!.IsFrozen);
        Assert.Equal("1", maps.Get("default", "m")!.Data["value"]);
        var partial = metadata.Get("default", "m")!;
        Assert.Equal(("PartialObjectMetadata", "web"), (partial.Kind, partial.Metadata.Labels["app"]));
        Assert.True(partial.IsFrozen);
        await _client.DeleteAsync<ConfigMap>("default", "m");
        await _simulation.Environment.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        Assert.Null(maps.Get("default", "m"));
        stop.Cancel();
        await factory.WaitForEndAsync();
    });

    [Fact]
    public void Strangers_are_refused() => _simulation.Run(async () =>
    {
        var refused = await Assert.ThrowsAsync<KubeApiException>(() => As("stranger").ListAsync<Secret>("default"));
        Assert.True(refused.IsForbidden);
        Assert.Equal("secrets is forbidden: User \"stranger\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"", refused.Message);
    });

    [Fact]
    public void Events_are_written_and_counted() => _simulation.Run(async () =>
    {
        await using EventRecorder recorder = new(_client, _simulation.Environment, "tester", "", NullLogger.Instance);
        var about = await _client.CreateAsync(Make.ConfigMap("default", "m"));
        for (var i = 0; i < 3; i++) ((IEventRecorder)recorder).Event(about, "Normal", "Tested", "again");
        await _simulation.Environment.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        var value = Assert.Single((await _client.ListAsync<Event>("default")).Items);
        Assert.Equal((3, "Tested", "tester"), (value.Count, value.Reason, value.ReportingComponent));
    });

    [Fact]
    public void One_of_two_leads()
    {
        using CancellationTokenSource stop = new();
        List<string> leaders = [];
        var first = Lead("a", stop.Token);
        _simulation.Advance(TimeSpan.FromSeconds(1));
        _ = Lead("b", CancellationToken.None);
        _simulation.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["a"], leaders);
        stop.Cancel();
        _simulation.Run(() => first);
        _simulation.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["a", "b"], leaders);
        _simulation.Run(async () => Assert.Equal("b", (await _client.GetAsync<Lease>("kube-system", "test")).Spec.HolderIdentity));

        Task Lead(string identity, CancellationToken cancellation)
        {
            LeaderElector elector = new(_client, new LeaderElectorOptions { Name = "test", Identity = identity }, _simulation.Environment, null, NullLogger.Instance);
            return _simulation.Environment.Run(
                () => elector.RunAsync(
                    async lead =>
                    {
                        leaders.Add(identity);
                        await Task.Delay(Timeout.InfiniteTimeSpan, _simulation.Environment.Time, lead);
                    },
                    cancellation),
                CancellationToken.None);
        }
    }

    private KubeClient As(string user, params string[] groups) => new(_server.CreateTransport(new UserInfo { Name = user, Groups = groups }));
}
