using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.EndpointObjects;

/// <summary>An address that offers a port, ready or not; without a port, an address alone.</summary>
internal readonly record struct OfferedPort(EndpointAddress Address, EndpointPort? Port, bool Ready);

/// <summary>
/// From single offers to the fewest subsets: addresses that offer the same ports share one (upstream's RepackSubsets).
/// </summary>
internal static class SubsetPacking
{
    private const int MaxAddresses = 1000;

    /// <summary>The subsets, all in an order that follows from their content.</summary>
    /// <param name="offers">What there is.</param>
    /// <param name="truncated">Whether addresses were left out because an Endpoints object holds a thousand at most.</param>
    public static KubeList<EndpointSubset> Pack(IEnumerable<OfferedPort> offers, out bool truncated)
    {
        SortedDictionary<string, Offering> byAddress = new(StringComparer.Ordinal);
        foreach (var offer in offers)
        {
            var key = $"{offer.Address.Ip}/{offer.Address.TargetRef?.Uid}";
            if (!byAddress.TryGetValue(key, out var offering)) byAddress.Add(key, offering = new Offering(offer.Address, offer.Ready));
            if (offer.Port is { } port) offering.Ports[KeyOf(port)] = port;
        }

        SortedDictionary<string, EndpointSubset> subsets = new(StringComparer.Ordinal);
        truncated = byAddress.Count > MaxAddresses;
        foreach (var offering in truncated ? Truncate(byAddress.Values) : byAddress.Values)
        {
            var key = string.Join('\n', offering.Ports.Keys);
            if (!subsets.TryGetValue(key, out var subset)) subsets.Add(key, subset = new EndpointSubset { Ports = [.. offering.Ports.Values] });
            (offering.Ready ? subset.Addresses : subset.NotReadyAddresses).Add(offering.Address);
        }

        return [.. subsets.Values];
    }

    // Those that are ready stay longest.
    private static IEnumerable<Offering> Truncate(IEnumerable<Offering> all) => all.OrderBy(static o => !o.Ready).Take(MaxAddresses);

    private static string KeyOf(EndpointPort port) => $"{port.Name}/{port.Protocol}/{port.Port}/{port.AppProtocol}";

    private sealed class Offering(EndpointAddress address, bool ready)
    {
        public EndpointAddress Address { get; } = address;

        public bool Ready { get; } = ready;

        public SortedDictionary<string, EndpointPort> Ports { get; } = new(StringComparer.Ordinal);
    }
}
