using System.Net;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Bootstrap;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>Where Services get their addresses: the networks of the ServiceCIDRs as they are now. Safe for several threads.</summary>
/// <param name="objects">The stored ServiceCIDRs.</param>
internal sealed class ServiceRanges(IObjectReader objects)
{
    private Snapshot _snapshot = new(-1, [], []);

    /// <summary>The networks of a family from which addresses are given out: that of <c>kubernetes</c> first.</summary>
    public IEnumerable<ClusterIpRange> Ready(string family) => Current.Ready.Where(r => r.Family == family);

    /// <summary>Whether an address is of any ServiceCIDR, ready or not.</summary>
    public bool Contain(Address address) => Current.All.Any(r => r.Contains(address));

    private Snapshot Current
    {
        get
        {
            var known = Volatile.Read(ref _snapshot);
            var change = objects.LastChange<ServiceCIDR>();
            if (known.Change == change) return known;
            var now = Read(change);
            Volatile.Write(ref _snapshot, now);
            return now;
        }
    }

    private Snapshot Read(long change)
    {
        var ranges = objects.List<ServiceCIDR>()
            .OrderByDescending(static c => c.Metadata.Name == DefaultServiceCidr.Name)
            .SelectMany(static c => c.Spec.Cidrs.Select(text => (IsReady: IsReady(c), Network: Parse(text))))
            .Where(static c => c.Network is { } network && IsServed(network))
            .Select(static c => (c.IsReady, Range: new ClusterIpRange(c.Network!.Value)))
            .ToList();
        return new Snapshot(change, [.. ranges.Where(static r => r.IsReady).Select(static r => r.Range).DistinctBy(static r => r.Network)], [.. ranges.Select(static r => r.Range)]);
    }

    // One that nobody has judged yet counts as ready: the controller that does may not run.
    private static bool IsReady(ServiceCIDR cidr) =>
        cidr.Metadata.DeletionTimestamp is null && cidr.Status.Conditions.All(static c => c.Type != "Ready" || c.Status == "True");

    // Upstream gives out no addresses of larger ones; they may be there.
    private static bool IsServed(IPNetwork network) =>
        network.BaseAddress.GetAddressBytes().Length == 4 || network.PrefixLength >= ClusterIpRange.ShortestPrefix6;

    private static IPNetwork? Parse(string text) => IPNetwork.TryParse(text, out var network) ? network : null;

    private sealed record Snapshot(long Change, IReadOnlyList<ClusterIpRange> Ready, IReadOnlyList<ClusterIpRange> All);
}
