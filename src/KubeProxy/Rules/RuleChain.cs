namespace Kybernet.KubeProxy.Rules;

/// <summary>A rule: matches and statements in nft's language.</summary>
/// <param name="Text">For example "ip saddr 10.244.0.5 jump mark-for-masquerade".</param>
/// <param name="Comment">What it is for; shown by nft.</param>
internal readonly record struct ChainRule(string Text, string? Comment = null);

/// <summary>Where the kernel calls a chain.</summary>
/// <param name="Type">"nat" or "filter".</param>
/// <param name="Hook">"prerouting", "input", "forward", "output" or "postrouting".</param>
/// <param name="Priority">Its place among the chains of all tables there.</param>
internal sealed record ChainHook(string Type, string Hook, string Priority);

/// <summary>A chain with all its rules, in order.</summary>
/// <param name="name">Its name in the table.</param>
/// <param name="hook">Where the kernel calls it; null for one that others jump to.</param>
internal sealed class RuleChain(string name, ChainHook? hook = null)
{
    private readonly List<ChainRule> _rules = [];

    public string Name => name;

    public ChainHook? Hook => hook;

    public IReadOnlyList<ChainRule> Rules => _rules;

    /// <summary>Appends a rule.</summary>
    public RuleChain Rule(string text, string? comment = null)
    {
        _rules.Add(new ChainRule(text, comment));
        return this;
    }

    /// <summary>Whether both have the same rules.</summary>
    public bool HasSameRules(RuleChain other) => ReferenceEquals(this, other) || _rules.SequenceEqual(other._rules);
}
