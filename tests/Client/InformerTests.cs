using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests;

public sealed class InformerTests
{
    private readonly Simulation _simulation = new();
    private readonly FakeTransport _transport = new();
    private readonly KubeClient _client;
    private readonly InformerFactory _factory;
    private readonly List<string> _log = [];

    public InformerTests()
    {
        _client = new KubeClient(_transport);
        _factory = new InformerFactory(_transport, _simulation.Environment, NullLoggerFactory.Instance);
    }

    [Fact]
    public void Lists_then_follows_changes()
    {
        _simulation.Run(async () =>
        {
            await _client.CreateAsync(Make.ConfigMap("a", "one"));
            var informer = await StartAsync();
            Assert.Equal("one", Assert.Single(informer.List()).Metadata.Name);
            await _client.CreateAsync(Make.ConfigMap("b", "two"));
            await _client.UpdateAsync(Make.ConfigMap("a", "one", "changed"));
            await _client.DeleteAsync<ConfigMap>("b", "two");
            await SettleAsync();
            Assert.Equal("changed", informer.Get("a", "one")!.Data["value"]);
            Assert.True(informer.Get("a", "one")!.IsFrozen);
            Assert.Null(informer.Get("b", "two"));
        });
        Assert.Equal(["add a/one", "add b/two", "update a/one", "delete b/two"], _log);
    }

    [Fact]
    public void One_informer_for_all_who_ask()
    {
        Assert.Same(_factory.For<ConfigMap>(), _factory.For<ConfigMap>());
        Assert.NotSame(_factory.For<ConfigMap>(), _factory.For<ConfigMap>("a"));
        Assert.NotSame(_factory.For<ConfigMap>(), _factory.For<ConfigMap>("", new ListFilter("app=x")));
    }

    [Fact]
    public void A_late_handler_is_told_what_is_there()
    {
        _simulation.Run(async () =>
        {
            await _client.CreateAsync(Make.ConfigMap("a", "one"));
            var informer = await StartAsync();
            List<string> late = [];
            informer.AddHandler(new InformerHandler<ConfigMap> { Added = m => late.Add(m.Metadata.Name) });
            Assert.Equal(["one"], late);
        });
    }

    [Fact]
    public void Goes_on_from_the_last_revision_when_a_watch_ends()
    {
        _simulation.Run(async () =>
        {
            await StartAsync();
            await _client.CreateAsync(Make.ConfigMap("a", "one"));
            await SettleAsync();
            _transport.EndWatches();
            await _client.CreateAsync(Make.ConfigMap("a", "two"));
            await _simulation.Environment.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        });
        Assert.Equal(["add a/one", "add a/two"], _log);
        Assert.Single(_transport.Requests, r => r.Verb == "list");
    }

    [Fact]
    public void Lists_anew_when_the_revision_is_gone_and_tells_the_difference()
    {
        _simulation.Run(async () =>
        {
            await _client.CreateAsync(Make.ConfigMap("a", "gone"));
            await _client.CreateAsync(Make.ConfigMap("a", "same"));
            await _client.CreateAsync(Make.ConfigMap("a", "changed"));
            var informer = await StartAsync();
            _log.Clear();
            _transport.Fail = static r => r.Verb is "list" or "watch" ? new IOException("no network") : null;
            _transport.EndWatches();
            await _client.DeleteAsync<ConfigMap>("a", "gone");
            await _client.UpdateAsync(Make.ConfigMap("a", "changed", "x"));
            await _client.CreateAsync(Make.ConfigMap("a", "new"));
            _transport.Compact();
            await _simulation.Environment.Delay(TimeSpan.FromMinutes(2), CancellationToken.None);
            Assert.Empty(_log);
            _transport.Fail = static _ => null;
            await _simulation.Environment.Delay(TimeSpan.FromMinutes(2), CancellationToken.None);
            Assert.Equal(3, informer.List().Count);
        });
        Assert.Equal(["update a/changed", "add a/new", "delete a/gone"], _log);
    }

    [Fact]
    public void Failures_are_spaced_out()
    {
        _transport.Fail = static r => r.Verb == "list" ? FakeTransport.Failure(503, "ServiceUnavailable", "starting") : null;
        _factory.For<ConfigMap>();
        _factory.Start(CancellationToken.None);
        _simulation.Advance(TimeSpan.FromMinutes(10));
        // 0.8 s doubling to 30 s: some twenty-five attempts, not thousands.
        Assert.InRange(_transport.Requests.Count, 15, 40);
    }

    [Fact]
    public void A_bookmark_moves_the_revision_and_nothing_else()
    {
        _simulation.Run(async () =>
        {
            var informer = await StartAsync();
            var before = informer.LastResourceVersion;
            _transport.Bookmark();
            await SettleAsync();
            Assert.NotEqual(before, informer.LastResourceVersion);
        });
        Assert.Empty(_log);
    }

    [Fact]
    public void Indexes_find_by_computed_values()
    {
        _simulation.Run(async () =>
        {
            var informer = await StartAsync();
            informer.AddIndex("byValue", static m => m.Data.TryGetValue("value", out var v) ? [v] : []);
            await _client.CreateAsync(Make.ConfigMap("a", "one", "x"));
            await _client.CreateAsync(Make.ConfigMap("b", "two", "x"));
            await _client.CreateAsync(Make.ConfigMap("b", "three", "y"));
            await SettleAsync();
            Assert.Equal(["one", "two"], informer.ByIndex("byValue", "x").Select(m => m.Metadata.Name));
            Assert.Equal(2, informer.List("b").Count);
            await _client.UpdateAsync(Make.ConfigMap("a", "one", "y"));
            await SettleAsync();
            Assert.Equal(["two"], informer.ByIndex("byValue", "x").Select(m => m.Metadata.Name));
        });
    }

    [Fact]
    public void A_failing_handler_does_not_stop_the_others()
    {
        _simulation.Run(async () =>
        {
            _factory.For<ConfigMap>().AddHandler(InformerHandler<ConfigMap>.ForAll(static _ => throw new InvalidOperationException()));
            await StartAsync();
            await _client.CreateAsync(Make.ConfigMap("a", "one"));
            await SettleAsync();
        });
        Assert.Equal(["add a/one"], _log);
    }

    private async Task<SharedInformer<ConfigMap>> StartAsync()
    {
        var informer = _factory.For<ConfigMap>();
        informer.AddHandler(new InformerHandler<ConfigMap>
        {
            Added = m => _log.Add($"add {ObjectKey.Of(m)}"),
            Updated = (_, m) => _log.Add($"update {ObjectKey.Of(m)}"),
            Deleted = m => _log.Add($"delete {ObjectKey.Of(m)}"),
        });
        _factory.Start(CancellationToken.None);
        await _factory.WaitForSyncAsync(CancellationToken.None);
        await SettleAsync();
        return informer;
    }

    // Virtual time moves only when all else is done.
    private Task SettleAsync() => _simulation.Environment.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
}
