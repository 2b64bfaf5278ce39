using System.Globalization;
using System.Net;
using Kybernet.Base;
using Kybernet.Cluster;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Hollow;

namespace Kybernet.Testing;

/// <summary>
/// The nodes of a <see cref="TestCluster"/>: kubelets whose containers only pretend. Pods' annotations say what they pretend, see
/// <c>hollow.kybernet.io</c> in docs/testing.md.
/// </summary>
public sealed class TestNodes
{
    private const int Max = 250; // one byte of the addresses says which node it is

    private readonly ClusterComponents _components;
    private readonly ExecutionEnvironment _environment;
    private readonly TestClusterOptions _options;
    private readonly SortedDictionary<string, Machine> _machines = new(StringComparer.Ordinal);

    internal TestNodes(ClusterComponents components, ExecutionEnvironment environment, TestClusterOptions options) =>
        (_components, _environment, _options) = (components, environment, options);

    /// <summary>Their names in order, those that are stopped among them.</summary>
    public IReadOnlyList<string> Names => [.. _machines.Keys];

    /// <summary>Starts one more and says its name; it becomes ready by itself.</summary>
    /// <exception cref="InvalidOperationException">There are 250 already.</exception>
    public string Add()
    {
        var number = _machines.Count + 1;
        if (number > Max) throw new InvalidOperationException($"a test cluster has at most {Max} nodes");
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{number}");
        HollowNodeOptions node = new()
        {
            NodeName = name,
            NodeIp = new IPAddress([192, 0, 2, (byte)number]),
            PodCidr = string.Create(CultureInfo.InvariantCulture, $"10.244.{number}.0/24"),
        };
        _machines.Add(name, new Machine(_options.Node?.Invoke(node) ?? node));
        Start(name);
        return name;
    }

    /// <summary>
    /// Switches a node off without a word: it sends no heartbeats and looks after no pods until <see cref="Start"/>. Its containers
    /// are gone then, as after a loss of power.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such node.</exception>
    public async Task StopAsync(string name)
    {
        var machine = _machines[name];
        if (machine.Power is not { } power) return;
        machine.Power = null;
        // Not CancelAsync: that would leave the scheduler that we were given.
        power.Cancel();
        await machine.Running;
        power.Dispose();
    }

    /// <summary>Switches a node on again.</summary>
    /// <exception cref="KeyNotFoundException">There is no such node.</exception>
    public void Start(string name)
    {
        var machine = _machines[name];
        if (machine.Power is not null) return;
        machine.Power = new CancellationTokenSource();
        var kubelet = HollowKubelet.Create(machine.Options, _components.ClientFor(Identities.Node(name)), _environment, _options.Loggers);
        machine.Running = _components.Run(kubelet.RunAsync, machine.Power.Token);
    }

    private sealed class Machine(HollowNodeOptions options)
    {
        public HollowNodeOptions Options => options;

        /// <summary>Cancelled when it is switched off; null while it is off.</summary>
        public CancellationTokenSource? Power { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
