using System.Globalization;
using System.Text.Json;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>
/// An hour or more in the life of a cluster, by chance from a seed: a Deployment in a namespace of its own is made, scaled, rolled
/// out and its pods deleted, nodes lose power or connection, come back and join, and at last the namespace goes. Everything runs
/// on one thread in virtual time.
/// </summary>
internal sealed class ClusterLife
{
    private const string Namespace = "team", Name = "web";
    private const int Cpus = 4, MaxReplicas = 16, MaxNodes = 7;

    private readonly Simulation _simulation;
    private readonly Random _chance;
    private readonly int _steps;
    private readonly List<string> _log = [];
    private readonly SortedDictionary<string, DateTimeOffset> _away = new(StringComparer.Ordinal);
    private readonly string _maxSurge, _maxUnavailable;
    private TestCluster _cluster = null!;
    private int _image;

    private ClusterLife(int seed, int steps, bool disturbed)
    {
        _simulation = new Simulation(seed);
        _chance = new Random(seed);
        _steps = steps;
        Invariants = new ClusterInvariants(_simulation.Environment.Time) { Lag = disturbed ? TimeSpan.FromMinutes(1) : TimeSpan.Zero };
        Disturbances = new Disturbances(_simulation.Environment, seed);
        Disturbed = disturbed;
        (_maxSurge, _maxUnavailable) = _chance.Next(4) switch { 0 => ("1", "0"), 1 => ("0", "1"), 2 => ("25%", "25%"), _ => ("3", "2") };
    }

    /// <summary>What held on the way.</summary>
    public ClusterInvariants Invariants { get; }

    /// <summary>Every change there was.</summary>
    public StoreHistory History { get; } = new();

    public Disturbances Disturbances { get; }

    public bool Disturbed { get; }

    /// <summary>How long it was.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>What was done and when, to read when something is wrong.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Plays it.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="steps">How many things are done to the cluster.</param>
    /// <param name="disturbed">Whether requests fail and watches end by chance too.</param>
    public static ClusterLife Play(int seed, int steps, bool disturbed)
    {
        ClusterLife life = new(seed, steps, disturbed);
        var start = life._simulation.Now;
        try
        {
            life._simulation.Run(life.LiveAsync, limit: TimeSpan.FromHours(24));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}, after {life._simulation.Now - start}: {e.Message}\n{life.Log}\n{life.Invariants.Picture}", e);
        }

        life.Duration = life._simulation.Now - start;
        return life;
    }

    private async Task LiveAsync()
    {
        await using var cluster = _cluster = await TestCluster.StartAsync(new()
        {
            Environment = _simulation.Environment,
            Nodes = 4,
            Node = static node => node with { Cpus = Cpus },
            Between = Disturbances.Between,
        });
        using var watching = cluster.Store.Observe(KeyRange.All, Invariants);
        using var remembering = cluster.Store.Observe(KeyRange.All, History);

        // 1. Something to look after.
        await cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = Namespace } });
        await cluster.Client.CreateAsync(Deployment());
        Disturbances.Active = Disturbed;

        // 2. Things happen to it; the first is always that one by which availability is judged.
        await RollOutInQuietAsync();
        for (var step = 0; step < _steps; step++)
        {
            await StepAsync();
            await PassAsync(TimeSpan.FromSeconds(_chance.Next(90)));
        }

        // 3. When all is well again there is what was asked for.
        Tell("all is well again");
        Disturbances.End();
        foreach (var node in _away.Keys.ToList()) Return(node);
        await SettleAsync();
        await JudgePodsAsync();

        // 4. And then nothing.
        Tell("the namespace goes");
        await cluster.Client.DeleteAsync<Namespace>("", Namespace);
        await cluster.WaitAsync(() => Task.FromResult(Keys().All(static k => !IsOfNamespace(k))), TimeSpan.FromMinutes(10));
        await PassAsync(TimeSpan.FromMinutes(2));
        JudgeOwners();
    }

    private Task StepAsync() => _chance.Next(11) switch
    {
        0 or 1 => ScaleAsync(),
        2 or 3 => RollOutInQuietAsync(),
        4 => RollOutAsync(),
        5 or 6 => DeletePodAsync(),
        7 => SwitchOffAsync(),
        8 => CutOffAsync(),
        9 when _cluster.Nodes.Names.Count < MaxNodes => Done($"{_cluster.Nodes.Add()} joins"),
        _ => BreakWatchesAsync(),
    };

    private async Task ScaleAsync()
    {
        var replicas = _chance.Next(MaxReplicas + 1);
        Tell($"scale to {replicas}");
        await ChangeAsync(d => d.Spec.Replicas = replicas);
    }

    private Task RollOutAsync()
    {
        Tell($"roll out image {++_image}");
        return ChangeAsync(d => d.Spec.Template.Spec.Containers[0].Image = $"web:{_image}");
    }

    // Nothing else happens meanwhile: then no more pods than allowed are missing at any time.
    private async Task RollOutInQuietAsync()
    {
        foreach (var node in _away.Keys.ToList()) Return(node);
        await SettleAsync();
        var deployment = await _cluster.Client.GetAsync<Deployment>(Namespace, Name);
        var replicas = deployment.Spec.Replicas!.Value;
        Invariants.MinReady = replicas - Math.Max(
            deployment.Spec.Strategy.RollingUpdate!.MaxUnavailable!.Value.Scale(replicas, roundUp: false),
            deployment.Spec.Strategy.RollingUpdate.MaxSurge!.Value.Scale(replicas, roundUp: true) == 0 ? 1 : 0);
        Tell($"in quiet, with {Invariants.MinReady} of {replicas} ready at least:");
        await RollOutAsync();
        await CompleteAsync();
        Invariants.MinReady = 0;
    }

    private async Task DeletePodAsync()
    {
        var pods = (await _cluster.Client.ListAsync<Pod>(Namespace)).Items;
        if (pods.Count == 0) return;
        var pod = pods[_chance.Next(pods.Count)];
        Tell($"delete {pod.Metadata.Name}");
        await _cluster.Client.DeleteAsync<Pod>(Namespace, pod.Metadata.Name);
    }

    private async Task SwitchOffAsync()
    {
        if (Victim() is not { } node) return;
        Tell($"{node} loses its power");
        await _cluster.Nodes.StopAsync(node);
    }

    private Task CutOffAsync()
    {
        if (Victim() is not { } node) return Task.CompletedTask;
        Disturbances.CutOff($"system:node:{node}");
        return Done($"{node} is cut off");
    }

    private Task BreakWatchesAsync()
    {
        Disturbances.BreakWatches();
        return Done("all watches break");
    }

    // One that is well; two at least stay.
    private string? Victim()
    {
        var well = _cluster.Nodes.Names.Where(n => !_away.ContainsKey(n)).ToList();
        if (well.Count <= 2) return null;
        var node = well[_chance.Next(well.Count)];
        _away[node] = _simulation.Now.AddSeconds(_chance.Next(5, 600));
        return node;
    }

    private void Return(string node)
    {
        Tell($"{node} is back");
        _away.Remove(node);
        Disturbances.Reconnect($"system:node:{node}");
        _cluster.Nodes.Start(node);
    }

    // Time passes, and who was away long enough comes back.
    private async Task PassAsync(TimeSpan time)
    {
        var end = _simulation.Now + time;
        while (true)
        {
            var (node, back) = _away.Append(new("", DateTimeOffset.MaxValue)).MinBy(static a => a.Value);
            var next = back < end ? back : end;
            if (next > _simulation.Now) await _simulation.Environment.Delay(next - _simulation.Now, CancellationToken.None);
            if (back > end) return;
            Return(node);
        }
    }

    private async Task CompleteAsync()
    {
        await _cluster.WaitAsync(
            async () =>
            {
                var d = await _cluster.Client.GetAsync<Deployment>(Namespace, Name);
                var wanted = d.Spec.Replicas!.Value;
                return d.Status.ObservedGeneration == d.Metadata.Generation && d.Status.Replicas == wanted
                    && d.Status.UpdatedReplicas == wanted && d.Status.AvailableReplicas == wanted
                    && (await _cluster.Client.ListAsync<Pod>(Namespace)).Items is var pods
                    && pods.Count == wanted && pods.All(static p => p.Metadata.DeletionTimestamp is null);
            },
            TimeSpan.FromMinutes(30));
        Tell("complete");
    }

    // Nodes that are just back look well before their kubelets have seen that their containers are gone.
    private async Task SettleAsync()
    {
        await _cluster.WaitAsync(
            async () => (await _cluster.Client.ListAsync<Node>()).Items is var nodes
                && nodes.Count == _cluster.Nodes.Names.Count && nodes.All(static n => n.Spec.Taints.Count == 0),
            TimeSpan.FromMinutes(5));
        await PassAsync(TimeSpan.FromMinutes(2));
        await CompleteAsync();
    }

    private async Task JudgePodsAsync()
    {
        var deployment = await _cluster.Client.GetAsync<Deployment>(Namespace, Name);
        var nodes = (await _cluster.Client.ListAsync<Node>()).Items;
        Assert.Equal(_cluster.Nodes.Names, nodes.Select(static n => n.Metadata.Name));
        var pods = (await _cluster.Client.ListAsync<Pod>(Namespace)).Items;
        Assert.Equal(deployment.Spec.Replicas, pods.Count);
        Assert.All(pods, p => Assert.Equal(deployment.Spec.Template.Spec.Containers[0].Image, p.Spec.Containers[0].Image));
        Assert.All(pods, p => Assert.Contains(p.Spec.NodeName, _cluster.Nodes.Names));
        Assert.All(pods, static p => Assert.Equal("Running", p.Status.Phase));
        Assert.Equal(pods.Count, pods.Select(static p => p.Status.PodIP).Distinct().Count());
        var sets = (await _cluster.Client.ListAsync<ReplicaSet>(Namespace)).Items;
        Assert.InRange(sets.Count, 1, 1 + deployment.Spec.RevisionHistoryLimit!.Value);
        Assert.Equal(deployment.Spec.Replicas, sets.Sum(static s => s.Spec.Replicas));
    }

    // Whoever names an owner names one that there is.
    private void JudgeOwners()
    {
        HashSet<string> uids = new(StringComparer.Ordinal);
        List<(string Key, string Owner)> owned = [];
        foreach (var item in _cluster.Store.Snapshot().Items())
        {
            using var json = JsonDocument.Parse(item.Value);
            if (!json.RootElement.TryGetProperty("metadata", out var metadata)) continue;
            if (metadata.TryGetProperty("uid", out var uid)) uids.Add(uid.GetString()!);
            if (!metadata.TryGetProperty("ownerReferences", out var owners)) continue;
            foreach (var owner in owners.EnumerateArray()) owned.Add((item.Key.ToString(), owner.GetProperty("uid").GetString()!));
        }

        Assert.NotEmpty(owned); // the nodes' leases at least
        Assert.All(owned, o => Assert.Contains(o.Owner, uids));
    }

    private IEnumerable<string> Keys() => _cluster.Store.Snapshot().Items().Select(static i => i.Key.ToString());

    private static bool IsOfNamespace(string key) =>
        key.Contains($"/{Namespace}/", StringComparison.Ordinal) || key == $"/registry/namespaces/{Namespace}";

    private Deployment Deployment()
    {
        var web = Deployments.Web(replicas: _chance.Next(3, MaxReplicas), ns: Namespace, image: "web:0");
        // Later than anything a disturbance may hold up: upstream's controllers, too, take a pod for ready that is not any more
        // while the news of it is on its way.
        web.Spec.MinReadySeconds = 10;
        web.Spec.Strategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = Parse(_maxSurge), MaxUnavailable = Parse(_maxUnavailable) } };
        var pod = web.Spec.Template;
        pod.Metadata.Annotations["hollow.kybernet.io/ready-after-seconds"] = _chance.Next(5).ToString(CultureInfo.InvariantCulture);
        pod.Metadata.Annotations["hollow.kybernet.io/stops-after-seconds"] = _chance.Next(5).ToString(CultureInfo.InvariantCulture);
        pod.Spec.Containers[0].Resources.Requests["cpu"] = Api.Quantity.FromMilli(500);
        pod.Spec.Containers[0].ReadinessProbe = new() { Exec = new() { Command = ["ready"] }, PeriodSeconds = 1 };
        if (_chance.Next(2) == 0)
        {
            foreach (var taint in (string[])["node.kubernetes.io/unreachable", "node.kubernetes.io/not-ready"])
                pod.Spec.Tolerations.Add(new() { Key = taint, Operator = "Exists", Effect = "NoExecute", TolerationSeconds = _chance.Next(60) });
        }

        return web;
    }

    private static Api.IntOrString Parse(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? new(number) : new(text);

    private Task ChangeAsync(Action<Deployment> change) => RetryOnConflict.RunAsync(_simulation.Environment, async cancellation =>
    {
        var deployment = await _cluster.Client.GetAsync<Deployment>(Namespace, Name, cancellation);
        change(deployment);
        return await _cluster.Client.UpdateAsync(deployment, "", cancellation);
    }, CancellationToken.None);

    private Task Done(string what)
    {
        Tell(what);
        return Task.CompletedTask;
    }

    private void Tell(string what) => _log.Add($"{_simulation.Now:HH:mm:ss.fff} {what}");
}
