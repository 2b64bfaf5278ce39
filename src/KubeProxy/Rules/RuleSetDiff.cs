using Kybernet.Linux.Nftables;

namespace Kybernet.KubeProxy.Rules;

/// <summary>From one rule set to another in one transaction that touches only what differs.</summary>
internal static class RuleSetDiff
{
    /// <summary>Whatever is in the table, afterwards it holds <paramref name="wanted"/> and nothing else.</summary>
    public static NftTransaction Replace(NftTable table, RuleSet wanted) =>
        Append(new NftTransaction(table).RemoveTable().AddTable("rules for kube-proxy"), RuleSet.Empty, wanted);

    /// <summary>The table holds <paramref name="old"/>; afterwards it holds <paramref name="wanted"/>.</summary>
    public static NftTransaction Between(NftTable table, RuleSet old, RuleSet wanted) => Append(new NftTransaction(table), old, wanted);

    // 1  declare, so that everything can be referred to
    // 2  rules of chains that differ
    // 3  elements that differ
    // 4  remove what nothing refers to any more
    private static NftTransaction Append(NftTransaction transaction, RuleSet old, RuleSet wanted)
    {
        foreach (var (name, set) in wanted.Sets)
        {
            if (old.Sets.ContainsKey(name)) continue;
            if (set.IsMap) transaction.AddMap(name, set.Type, set.Flags, set.Comment);
            else transaction.AddSet(name, set.Type, set.Flags, set.Comment);
        }
        foreach (var (name, chain) in wanted.Chains)
        {
            if (old.Chains.ContainsKey(name)) continue;
            if (chain.Hook is { } hook) transaction.AddBaseChain(name, hook.Type, hook.Hook, hook.Priority);
            else transaction.AddChain(name);
        }

        var removedChains = old.Chains.Values.Where(chain => !wanted.Chains.ContainsKey(chain.Name)).ToList();
        foreach (var chain in removedChains) Flush(transaction, chain);
        foreach (var chain in wanted.Chains.Values) ChangeRules(transaction, old.Chains.GetValueOrDefault(chain.Name), chain);

        foreach (var (set, elements) in wanted.Elements)
            ChangeElements(transaction, set, old.Elements.GetValueOrDefault(set) ?? [], elements);

        foreach (var chain in removedChains) transaction.DeleteChain(chain.Name);
        foreach (var set in old.Sets.Values.Where(set => !wanted.Sets.ContainsKey(set.Name)))
        {
            if (set.IsMap) transaction.DeleteMap(set.Name);
            else transaction.DeleteSet(set.Name);
        }
        return transaction;
    }

    private static void ChangeRules(NftTransaction transaction, RuleChain? old, RuleChain wanted)
    {
        if (old is not null && old.HasSameRules(wanted)) return;
        if (old is not null) Flush(transaction, old);
        foreach (var rule in wanted.Rules) transaction.AddRule(wanted.Name, rule.Text, rule.Comment);
    }

    private static void Flush(NftTransaction transaction, RuleChain chain)
    {
        if (chain.Rules.Count > 0) transaction.FlushChain(chain.Name);
    }

    // A map refuses a second value for a key: what changes goes first and comes anew.
    private static void ChangeElements(
        NftTransaction transaction, string set, OrderedDictionary<string, RuleElement> old, OrderedDictionary<string, RuleElement> wanted)
    {
        if (ReferenceEquals(old, wanted)) return;
        foreach (var (key, element) in old)
        {
            if (wanted.GetValueOrDefault(key) != element) transaction.DeleteElement(set, key);
        }
        foreach (var (key, element) in wanted)
        {
            if (old.GetValueOrDefault(key) != element) transaction.AddElement(set, key, element.Value, element.Comment);
        }
    }
}
