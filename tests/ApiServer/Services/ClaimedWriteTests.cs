using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Services;

/// <summary>Writes with what an object needs beside itself, while others are faster.</summary>
public sealed class ClaimedWriteTests : IAsyncLifetime
{
    private readonly IObservableStore _store = MemoryStore.Create(ExecutionEnvironment.System());
    private readonly Numbers _hook = new();
    private readonly StoredResource _resource;
    private readonly ObjectStore _objects;

    public ClaimedWriteTests()
    {
        _hook.Store = _store;
        _resource = new StoredResource { Resource = ConfigMap.Resource, Strategy = new GenericStrategy(ConfigMap.Resource), Prefix = "/maps/", Hook = _hook };
        _objects = new ObjectStore(_store, new IdentityTransformer(), new ExpiryLeases(_store.Leases, TimeProvider.System));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Another_is_taken_when_somebody_was_faster()
    {
        await _store.PutAsync(Numbers.Key(0), "other"u8.ToArray());
        await _store.PutAsync(Numbers.Key(1), "other"u8.ToArray());
        var entry = await CreateAsync("a");
        Assert.Equal("2", ((ConfigMap)entry!.Object).Data["number"]);
        Assert.Equal(["", "0", "0,1"], _hook.Asked);
        Assert.Equal(entry.Revision, (await _store.GetAsync(Numbers.Key(2)))!.ModRevision);
    }

    [Fact]
    public async Task An_object_that_is_there_already_takes_nothing()
    {
        await CreateAsync("a");
        var revision = _store.CurrentRevision;
        Assert.Null(await CreateAsync("a"));
        Assert.Equal(revision, _store.CurrentRevision);
        Assert.Null(await _store.GetAsync(Numbers.Key(1)));
    }

    [Fact]
    public async Task What_is_refused_in_between_takes_nothing()
    {
        var revision = _store.CurrentRevision;
        await Assert.ThrowsAsync<FormatException>(async () => await ClaimedWrite.RunAsync(
            _hook, Map("a"), null, dryRun: false, static (_, _) => throw new FormatException("no"), default));
        Assert.Equal(revision, _store.CurrentRevision);
    }

    [Fact]
    public async Task The_object_that_was_handed_in_stays_as_it_was()
    {
        var obj = Map("a");
        await ClaimedWrite.RunAsync(_hook, obj, null, dryRun: false, (o, claim) => _objects.CreateAsync(_resource, o, claim, default), default);
        Assert.Empty(obj.Data);
    }

    [Fact]
    public async Task What_is_no_longer_needed_goes_with_the_write_even_if_it_changes_meanwhile()
    {
        var entry = (await CreateAsync("a"))!;
        _hook.Meddle = () => _store.PutAsync(Numbers.Key(0), "a"u8.ToArray()).AsTask();
        var next = Map("a");
        var stored = await ClaimedWrite.RunAsync(
            _hook, next, entry.Object, dryRun: false, (o, claim) => _objects.ReplaceAsync(_resource, entry, o, ObjectFormat.Encode(o), claim, default), default);
        Assert.Equal("1", ((ConfigMap)stored!.Object).Data["number"]);
        Assert.Null(await _store.GetAsync(Numbers.Key(0)));

        _hook.Meddle = () => _store.PutAsync(Numbers.Key(1), "a"u8.ToArray()).AsTask();
        Assert.True(await _objects.DeleteAsync(_resource, stored, default) > 0);
        Assert.Null(await _store.GetAsync(Numbers.Key(1)));
        Assert.Equal(["a"], _hook.Gone);
    }

    [Fact]
    public async Task An_object_that_has_changed_keeps_what_it_has()
    {
        var entry = (await CreateAsync("a"))!;
        await _store.PutAsync(entry.Key, entry.Json.ToArray());
        Assert.Equal(0, await _objects.DeleteAsync(_resource, entry, default));
        Assert.NotNull(await _store.GetAsync(Numbers.Key(0)));
        Assert.Empty(_hook.Gone);
    }

    private ValueTask<ObjectEntry?> CreateAsync(string name) => ClaimedWrite.RunAsync(
        _hook, Map(name), null, dryRun: false, (o, claim) => _objects.CreateAsync(_resource, o, claim, default), default);

    private static ConfigMap Map(string name) => new() { Metadata = { Name = name, Namespace = "n" } };

    /// <summary>Gives each object the lowest number that it thinks is free.</summary>
    private sealed class Numbers : IWriteHook
    {
        private int _next;

        public IStore Store { get; set; } = null!;

        /// <summary>The lost keys of each call.</summary>
        public List<string> Asked { get; } = [];

        public List<string> Gone { get; } = [];

        /// <summary>What somebody else does once, after the hook has looked.</summary>
        public Func<Task>? Meddle { get; set; }

        public static StoreKey Key(int number) => StoreKey.Parse($"/numbers/{number}");

        public ValueTask<IReadOnlyList<Operation.Put>> TakeAsync(
            KubeObject obj, KubeObject? old, bool dryRun, IReadOnlySet<StoreKey> lost, CancellationToken cancellation)
        {
            Asked.Add(string.Join(',', lost.Select(static k => k.ToString()["/numbers/".Length..]).Order()));
            while (lost.Contains(Key(_next))) _next++;
            if (old is not null) _next = int.Parse(((ConfigMap)old).Data["number"], System.Globalization.CultureInfo.InvariantCulture) + 1;
            ((ConfigMap)obj).Data["number"] = $"{_next}";
            return new([new Operation.Put(Key(_next), Encoding.UTF8.GetBytes(obj.Metadata.Name))]);
        }

        public async ValueTask<IReadOnlyList<KeyValue>> GiveBackAsync(KubeObject? obj, KubeObject old, CancellationToken cancellation)
        {
            var held = await Store.GetAsync(StoreKey.Parse($"/numbers/{((ConfigMap)old).Data["number"]}"), cancellation: cancellation);
            if (Meddle is { } meddle)
            {
                Meddle = null;
                await meddle();
            }

            return held is null ? [] : [held];
        }

        public ValueTask AfterDeleteAsync(KubeObject obj, CancellationToken cancellation)
        {
            Gone.Add(obj.Metadata.Name);
            return ValueTask.CompletedTask;
        }
    }
}
