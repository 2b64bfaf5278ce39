using System.Text;

namespace Kybernet.Api.Selectors;

/// <summary>Gives the values of an object's selectable fields.</summary>
public interface IFieldSet
{
    /// <summary>The field's value; empty for one that is not set.</summary>
    string GetField(string name);
}

/// <summary>One condition of a <see cref="FieldQuery"/>.</summary>
/// <param name="Field">The field's path, such as <c>metadata.name</c>.</param>
/// <param name="IsEqual">Whether it must be equal or must not be.</param>
/// <param name="Value">To what.</param>
public sealed record FieldRequirement(string Field, bool IsEqual, string Value)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new(Field);
        text.Append(IsEqual ? "=" : "!=");
        foreach (var c in Value) (c is '\\' or ',' or '=' ? text.Append('\\') : text).Append(c);
        return text.ToString();
    }
}

/// <summary>
/// What a <c>fieldSelector</c> parameter asks for (upstream's fields.Selector). Which fields a resource lets be selected is
/// for the resource to say.
/// </summary>
public sealed class FieldQuery
{
    private readonly FieldRequirement[] _requirements;

    private FieldQuery(FieldRequirement[] requirements) => _requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldQuery Everything { get; } = new([]);

    /// <summary>The requirements in canonical order.</summary>
    public ReadOnlySpan<FieldRequirement> Requirements => _requirements;

    /// <summary>Whether every object matches.</summary>
    public bool IsEverything => _requirements.Length == 0;

    /// <summary>All of <paramref name="requirements"/>.</summary>
    public static FieldQuery Of(params ReadOnlySpan<FieldRequirement> requirements) => new(requirements.ToArray());

    /// <summary>
    /// Reads a selector such as <c>metadata.name=x,status.phase!=Running</c>. In values a backslash keeps the meaning of
    /// <c>, = \</c> away.
    /// </summary>
    /// <exception cref="FormatException">It is none; the message is upstream's.</exception>
    public static FieldQuery Parse(string text)
    {
        List<FieldRequirement> requirements = [];
        foreach (var term in SplitTerms(text).Where(t => t.Length > 0).Order(StringComparer.Ordinal))
        {
            var at = term.AsSpan().IndexOfAny('=', '!');
            while (at >= 0 && term[at] == '!' && !(at + 1 < term.Length && term[at + 1] == '='))
            {
                var next = term.AsSpan(at + 1).IndexOfAny('=', '!');
                at = next < 0 ? -1 : at + 1 + next;
            }

            if (at < 0) throw new FormatException($"invalid selector: '{text}'; can't understand '{term}'");
            var length = at + 1 < term.Length && term[at + 1] == '=' ? 2 : 1;
            requirements.Add(new(term[..at], term[at] == '=', Unescape(term[(at + length)..])));
        }

        return requirements.Count == 0 ? Everything : new([.. requirements]);
    }

    /// <summary>Whether an object with <paramref name="fields"/> is asked for.</summary>
    public bool Matches<TFields>(TFields fields) where TFields : IFieldSet, allows ref struct
    {
        foreach (var requirement in _requirements)
        {
            if ((fields.GetField(requirement.Field) == requirement.Value) != requirement.IsEqual) return false;
        }

        return true;
    }

    /// <summary>The one value that <paramref name="field"/> must have, or null: a request for one name needs no scan.</summary>
    public string? RequiredValue(string field) => Array.Find(_requirements, r => r.Field == field && r.IsEqual)?.Value;

    /// <summary>The canonical spelling.</summary>
    public override string ToString() => string.Join(',', (object[])_requirements);

    private static List<string> SplitTerms(string text)
    {
        List<string> terms = [];
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                terms.Add(text[start..i]);
                start = i + 1;
            }
        }

        terms.Add(text[start..]);
        return terms;
    }

    private static string Unescape(string value)
    {
        if (!value.AsSpan().ContainsAny("\\,=")) return value;
        StringBuilder text = new(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is ',' or '=') throw new FormatException($"invalid field selector: unescaped character in value: {(int)c}");
            if (c == '\\')
            {
                if (++i == value.Length) throw new FormatException("invalid field selector: invalid escape sequence: \\");
                c = value[i];
                if (c is not ('\\' or ',' or '=')) throw new FormatException($"invalid field selector: invalid escape sequence: \\{c}");
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
