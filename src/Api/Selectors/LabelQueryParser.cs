namespace Kybernet.Api.Selectors;

/// <summary>Reads label selectors by upstream's grammar, oddities included: <c>in (,)</c> asks for an empty value.</summary>
internal sealed class LabelQueryParser(string text)
{
    private readonly List<(LabelToken Token, string Text)> _tokens = LabelQueryLexer.Scan(text);
    private int _at;

    public List<LabelRequirement> Parse()
    {
        List<LabelRequirement> requirements = [];
        while (true)
        {
            var (token, literal) = Peek();
            if (token == LabelToken.End) return requirements;
            if (token is not (LabelToken.Identifier or LabelToken.Not)) throw Expected(literal, "!, identifier, or 'end of string'");
            try
            {
                requirements.Add(ParseRequirement());
            }
            catch (FormatException e)
            {
                throw new FormatException($"unable to parse requirement: {e.Message}", e);
            }

            (token, literal) = Take();
            if (token == LabelToken.End) return requirements;
            if (token != LabelToken.Comma) throw Expected(literal, "',' or 'end of string'");
            if (Peek() is { Token: not (LabelToken.Identifier or LabelToken.Not) } next) throw Expected(next.Text, "identifier after ','");
        }
    }

    private LabelRequirement ParseRequirement()
    {
        var negated = Peek().Token == LabelToken.Not;
        if (negated) Take();
        var (token, key) = Take();
        if (token != LabelToken.Identifier) throw Expected(key, "identifier");
        if (LabelRequirementRules.CheckKey(key, "<nil>") is { } wrong) throw new FormatException(wrong);
        if (negated) return LabelRequirement.Create(key, LabelOperator.DoesNotExist);
        if (Peek().Token is LabelToken.End or LabelToken.Comma) return LabelRequirement.Create(key, LabelOperator.Exists);

        var @operator = ParseOperator();
        return LabelRequirement.Create(key, @operator, @operator is LabelOperator.In or LabelOperator.NotIn ? ParseValues() : [ParseValue()]);
    }

    private LabelOperator ParseOperator()
    {
        var (token, literal) = _tokens[_at];
        Take();
        return token switch
        {
            LabelToken.In => LabelOperator.In,
            LabelToken.NotIn => LabelOperator.NotIn,
            LabelToken.Equal => LabelOperator.Equal,
            LabelToken.DoubleEqual => LabelOperator.DoubleEqual,
            LabelToken.NotEqual => LabelOperator.NotEqual,
            LabelToken.Greater => LabelOperator.GreaterThan,
            LabelToken.Less => LabelOperator.LessThan,
            _ => throw Expected(literal, "in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string ParseValue()
    {
        if (Peek().Token is LabelToken.End or LabelToken.Comma) return "";
        var (token, value) = Take();
        return token == LabelToken.Identifier ? value : throw Expected(value, "identifier");
    }

    private string[] ParseValues()
    {
        if (Take() is { Token: not LabelToken.Open } other) throw new FormatException($"found '{other.Text}' expected: '('");
        var first = Peek();
        if (first.Token == LabelToken.Close)
        {
            Take();
            return [];
        }

        if (first.Token is not (LabelToken.Identifier or LabelToken.Comma)) throw Expected(first.Text, "',', ')' or identifier");
        var values = ParseList();
        Take();
        return [.. values];
    }

    // Up to, not including, the closing parenthesis.
    private List<string> ParseList()
    {
        List<string> values = [];
        while (true)
        {
            var (token, literal) = Take();
            var next = Peek();
            switch (token)
            {
                case LabelToken.Identifier:
                    values.Add(literal);
                    if (next.Token == LabelToken.Close) return values;
                    if (next.Token != LabelToken.Comma) throw Expected(next.Text, "',' or ')'");
                    break;
                case LabelToken.Comma:
                    if (values.Count == 0 || next.Token is LabelToken.Close or LabelToken.Comma) values.Add("");
                    if (next.Token == LabelToken.Close) return values;
                    if (next.Token == LabelToken.Comma) Take();
                    break;
                default:
                    throw Expected(literal, "',', or identifier");
            }
        }
    }

    // Where a key or value may stand, "in" and "notin" are ordinary words.
    private (LabelToken Token, string Text) Peek()
    {
        var (token, literal) = _tokens[Math.Min(_at, _tokens.Count - 1)];
        return (token is LabelToken.In or LabelToken.NotIn ? LabelToken.Identifier : token, literal);
    }

    private (LabelToken Token, string Text) Take()
    {
        var token = Peek();
        if (_at < _tokens.Count - 1) _at++;
        return token;
    }

    private static FormatException Expected(string found, string expected) => new($"found '{found}', expected: {expected}");
}
