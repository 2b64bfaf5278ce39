using Kybernet.Api.Selectors;

namespace Kybernet.Api.Meta.V1;

/// <summary>Which objects are meant, by their labels.</summary>
public sealed partial class LabelSelector
{
    /// <summary>The selector as a query that can be asked of labels. An empty selector matches everything.</summary>
    /// <exception cref="FormatException">An operator or a value is not valid; the message is upstream's.</exception>
    public LabelQuery ToQuery() => LabelQuery.From(
        MatchLabels, MatchExpressions.Select(e => (e.Key, e.Operator, (IEnumerable<string>)e.Values)));
}
