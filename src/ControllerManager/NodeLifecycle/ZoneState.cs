namespace Kybernet.ControllerManager.NodeLifecycle;

/// <summary>How a zone is doing.</summary>
internal enum ZoneState
{
    /// <summary>Most nodes are ready.</summary>
    Normal,

    /// <summary>More than two nodes, and 55 % of them or more, are not ready.</summary>
    PartialDisruption,

    /// <summary>No node is ready.</summary>
    FullDisruption,
}

/// <summary>
/// How fast pods may be driven off nodes: many nodes that fall silent at once are rather a fault of the network between us
/// and them than of theirs (upstream's zone disruption modes).
/// </summary>
internal static class ZoneDisruption
{
    private const double UnhealthyThreshold = 0.55;
    private const int LargeCluster = 50;
    private const double SecondaryRate = 0.01;

    /// <summary>Judges a zone.</summary>
    public static ZoneState Judge(int ready, int notReady)
    {
        if (ready == 0 && notReady > 0) return ZoneState.FullDisruption;
        return notReady > 2 && (double)notReady / (ready + notReady) >= UnhealthyThreshold ? ZoneState.PartialDisruption : ZoneState.Normal;
    }

    /// <summary>The nodes a second from which pods may be evicted in a zone of so many nodes; zero: none.</summary>
    /// <param name="zone">How the zone does.</param>
    /// <param name="nodes">How many nodes it has.</param>
    /// <param name="allDisrupted">Whether no zone has a node that is ready: then it is us who are cut off.</param>
    /// <param name="normalRate">The rate of a healthy zone.</param>
    public static double Rate(ZoneState zone, int nodes, bool allDisrupted, double normalRate) => zone switch
    {
        _ when allDisrupted => 0,
        ZoneState.PartialDisruption => nodes > LargeCluster ? SecondaryRate : 0,
        _ => normalRate,
    };
}
