using Kybernet.Client;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>The plugins of the default profile, in upstream's order.</summary>
internal static class DefaultPlugins
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<IPlugin> Create(IKubeClient client) =>
    [
        new SchedulingGates(),
        new PrioritySort(),
        new NodeUnschedulable(),
        new NodeName(),
        new TaintToleration(),
        new NodeAffinity(),
        new NodePorts(),
        new NodeResourcesFit(),
        new DefaultBinder(client),
    ];
}
