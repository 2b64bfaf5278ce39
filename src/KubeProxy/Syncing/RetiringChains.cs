using Kybernet.KubeProxy.Rules;

namespace Kybernet.KubeProxy.Syncing;

/// <summary>
/// Chains on their way out. Kernels before 6.2 notice a moment late that the last map element leading to a chain is gone, and
/// refuse to remove it till then: so a chain is emptied first, and removed by a later change.
/// </summary>
internal sealed class RetiringChains
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly OrderedDictionary<string, DateTimeOffset> _emptied = new(StringComparer.Ordinal);

    /// <summary>When the next chain can be removed; null when none waits.</summary>
    public DateTimeOffset? NextRemoval => _emptied.Count > 0 ? _emptied.GetAt(0).Value + Rest : null;

    /// <summary>
    /// <paramref name="wanted"/> and, without rules, those chains of <paramref name="applied"/> that cannot be removed yet.
    /// </summary>
    public RuleSet Keep(RuleSet applied, RuleSet wanted, DateTimeOffset now)
    {
        foreach (var (name, since) in _emptied.ToList())
        {
            if (wanted.Chains.ContainsKey(name) || since + Rest <= now) _emptied.Remove(name);
        }
        foreach (var chain in applied.Chains.Values)
        {
            // What has no rules any more and is not in the list has rested enough.
            if (!wanted.Chains.ContainsKey(chain.Name) && chain.Rules.Count > 0) _emptied.TryAdd(chain.Name, now);
        }
        return _emptied.Count == 0 ? wanted : wanted.WithEmptyChains(_emptied.Keys);
    }

    /// <summary>Forgets them all: the table was replaced.</summary>
    public void Clear() => _emptied.Clear();
}
