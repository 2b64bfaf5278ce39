namespace Kybernet.Api.Selectors;

/// <summary>
/// What a <c>labelSelector</c> parameter or a metav1.LabelSelector asks for (upstream's labels.Selector): requirements that
/// must all be met. Immutable; matching allocates nothing.
/// </summary>
public sealed class LabelQuery : IEquatable<LabelQuery>
{
    private readonly LabelRequirement[] _requirements;
    private readonly bool _matchesNothing;

    private LabelQuery(IEnumerable<LabelRequirement> requirements, bool matchesNothing = false)
    {
        _requirements = [.. requirements.OrderBy(r => r.Key, StringComparer.Ordinal)];
        _matchesNothing = matchesNothing;
    }

    /// <summary>Matches every object.</summary>
    public static LabelQuery Everything { get; } = new([]);

    /// <summary>Matches no object: what a missing metav1.LabelSelector means.</summary>
    public static LabelQuery Nothing { get; } = new([], matchesNothing: true);

    /// <summary>The requirements, sorted by key.</summary>
    public ReadOnlySpan<LabelRequirement> Requirements => _requirements;

    /// <summary>Whether every object matches.</summary>
    public bool IsEverything => _requirements.Length == 0 && !_matchesNothing;

    /// <summary>All of <paramref name="requirements"/>.</summary>
    public static LabelQuery Of(params IEnumerable<LabelRequirement> requirements) => new(requirements);

    /// <summary>Reads a selector such as <c>a=b,c!=d,e in (x,y),!f,g&gt;1</c>.</summary>
    /// <exception cref="FormatException">It is none; the message is upstream's.</exception>
    public static LabelQuery Parse(string text) => text.Length == 0 ? Everything : new(new LabelQueryParser(text).Parse());

    /// <summary>
    /// Everything that has all of <paramref name="labels"/>, with these values (upstream's ValidatedSelectorFromSet).
    /// </summary>
    /// <exception cref="FormatException">A key or value is no label's.</exception>
    public static LabelQuery FromLabels(KubeMap<string>? labels) => From(labels, []);

    /// <summary>What a metav1.LabelSelector that is not nil asks for (upstream's LabelSelectorAsSelector).</summary>
    /// <param name="matchLabels">Labels to be equal.</param>
    /// <param name="matchExpressions">Key, operator (In, NotIn, Exists, DoesNotExist) and values.</param>
    /// <exception cref="FormatException">An operator, key or value is wrong; the message is upstream's.</exception>
    public static LabelQuery From(KubeMap<string>? matchLabels, IEnumerable<(string Key, string Operator, IEnumerable<string> Values)> matchExpressions)
    {
        List<LabelRequirement> requirements = [];
        foreach (var (key, value) in matchLabels ?? KubeMap<string>.Nil) requirements.Add(LabelRequirement.Create(key, LabelOperator.Equal, value));
        foreach (var (key, name, values) in matchExpressions)
        {
            var @operator = name switch
            {
                "In" => LabelOperator.In,
                "NotIn" => LabelOperator.NotIn,
                "Exists" => LabelOperator.Exists,
                "DoesNotExist" => LabelOperator.DoesNotExist,
                _ => throw new FormatException($"{GoQuote.Quote(name)} is not a valid label selector operator"),
            };
            requirements.Add(LabelRequirement.Create(key, @operator, [.. values]));
        }

        return requirements.Count == 0 ? Everything : new(requirements);
    }

    /// <summary>Whether an object with <paramref name="labels"/> is asked for; null is no labels.</summary>
    public bool Matches(KubeMap<string>? labels) => Matches<KubeMap<string>>(labels ?? KubeMap<string>.Nil);

    /// <summary>Whether an object with <paramref name="labels"/> is asked for.</summary>
    public bool Matches<TLabels>(TLabels labels) where TLabels : IReadOnlyDictionary<string, string>
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels.TryGetValue(requirement.Key, out var value) ? value : null)) return false;
        }

        return !_matchesNothing;
    }

    /// <summary>The one value that <paramref name="key"/> must have, if there is one: for looking up in an index.</summary>
    public string? RequiredValue(string key)
    {
        foreach (var requirement in _requirements)
        {
            var isExact = requirement.Operator is LabelOperator.Equal or LabelOperator.DoubleEqual or LabelOperator.In;
            if (requirement.Key == key && isExact && requirement.Values.Length == 1) return requirement.Values[0];
        }

        return null;
    }

    /// <summary>
    /// The canonical spelling; empty for everything and for nothing. It parses back to an equal query, except where a set
    /// holds nothing but the empty value, which the grammar cannot say.
    /// </summary>
    public override string ToString() => string.Join(',', (object[])_requirements);

    /// <inheritdoc/>
    public bool Equals(LabelQuery? other) => other is not null && _matchesNothing == other._matchesNothing && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelQuery);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
