using Kybernet.KubeProxy.Flows;

namespace Kybernet.KubeProxy.Rules;

/// <summary>All that is to be in the proxy's table, by name, in a stable order.</summary>
internal sealed class RuleSet
{
    private RuleSet()
    {
    }

    /// <summary>A table with nothing in it.</summary>
    public static RuleSet Empty { get; } = new();

    public OrderedDictionary<string, RuleChain> Chains { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, ElementSet> Sets { get; } = new(StringComparer.Ordinal);

    /// <summary>By set, then by key. Every set that is not filled by the kernel has an entry.</summary>
    public OrderedDictionary<string, OrderedDictionary<string, RuleElement>> Elements { get; } = new(StringComparer.Ordinal);

    /// <summary>By what clients send to; see <see cref="UdpDestination.Key"/>.</summary>
    public OrderedDictionary<string, UdpDestination> Udp { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The parts together. Where two claim the same address and port (externalIPs are anybody's to write) the first one gets it:
    /// what is asked for by one Service cannot break the others.
    /// </summary>
    public static RuleSet Of(params IEnumerable<RuleSetPart> parts)
    {
        RuleSet all = new();
        foreach (var part in parts)
        {
            foreach (var set in part.Sets)
            {
                if (all.Sets.TryAdd(set.Name, set) && set.Flags?.Contains("dynamic", StringComparison.Ordinal) != true)
                    all.Elements.Add(set.Name, new OrderedDictionary<string, RuleElement>(StringComparer.Ordinal));
            }
            foreach (var chain in part.Chains) all.Chains.TryAdd(chain.Name, chain);
            foreach (var (set, element) in part.Elements) all.Elements[set].TryAdd(element.Key, element);
            foreach (var destination in part.Udp) all.Udp.TryAdd(destination.Key, destination);
        }
        return all;
    }

    /// <summary>The same with <paramref name="names"/> as chains without rules.</summary>
    public RuleSet WithEmptyChains(IEnumerable<string> names)
    {
        RuleSet copy = new();
        foreach (var (name, chain) in Chains) copy.Chains.Add(name, chain);
        foreach (var name in names) copy.Chains.TryAdd(name, new RuleChain(name));
        foreach (var (name, set) in Sets) copy.Sets.Add(name, set);
        foreach (var (name, elements) in Elements) copy.Elements.Add(name, elements);
        foreach (var (key, destination) in Udp) copy.Udp.Add(key, destination);
        return copy;
    }
}
