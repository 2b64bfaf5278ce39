using Kybernet.KubeProxy.Flows;

namespace Kybernet.KubeProxy.Rules;

/// <summary>What one Service (or the table itself) puts into the rule set.</summary>
internal sealed class RuleSetPart
{
    private readonly List<RuleChain> _chains = [];
    private readonly List<ElementSet> _sets = [];
    private readonly List<(string Set, RuleElement Element)> _elements = [];
    private readonly List<UdpDestination> _udp = [];

    public IReadOnlyList<RuleChain> Chains => _chains;

    public IReadOnlyList<ElementSet> Sets => _sets;

    public IReadOnlyList<(string Set, RuleElement Element)> Elements => _elements;

    /// <summary>Where clients send UDP packets to, and who may answer them.</summary>
    public IReadOnlyList<UdpDestination> Udp => _udp;

    /// <summary>Adds a chain, to be given rules.</summary>
    public RuleChain Chain(string name, ChainHook? hook = null)
    {
        RuleChain chain = new(name, hook);
        _chains.Add(chain);
        return chain;
    }

    public void Set(ElementSet set) => _sets.Add(set);

    public void Element(string set, string key, string? value, string? comment) =>
        _elements.Add((set, new RuleElement(key, value, comment)));

    public void AddUdp(UdpDestination destination) => _udp.Add(destination);
}
