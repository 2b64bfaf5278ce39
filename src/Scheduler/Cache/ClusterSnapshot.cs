namespace Kybernet.Scheduler.Cache;

/// <summary>All nodes at one moment, in a stable order.</summary>
/// <param name="Nodes">The nodes that exist, in order of name.</param>
internal sealed record ClusterSnapshot(IReadOnlyList<NodeInfo> Nodes);
