using Kybernet.Api.Meta.V1;
using Kybernet.Api.Selectors;

namespace Kybernet.Client;

/// <summary>Label selectors as objects carry them.</summary>
public static class LabelSelectors
{
    /// <summary>What the selector asks for; a missing one matches nothing, an empty one everything (upstream's LabelSelectorAsSelector).</summary>
    /// <exception cref="FormatException">An operator, key or value is wrong; the message is upstream's.</exception>
    public static LabelQuery ToQuery(this LabelSelector? selector) => selector is null
        ? LabelQuery.Nothing
        : LabelQuery.From(
            selector.MatchLabels,
            selector.MatchExpressions.Select(static e => (e.Key, e.Operator, (IEnumerable<string>)e.Values)));
}
