namespace Kybernet.Api.Selectors;

/// <summary>What a piece of a label selector is.</summary>
internal enum LabelToken : byte
{
    End,
    Identifier,
    In,
    NotIn,
    Comma,
    Open,
    Close,
    Equal,
    DoubleEqual,
    NotEqual,
    Not,
    Greater,
    Less,
}

/// <summary>Cuts a label selector into words and signs.</summary>
internal static class LabelQueryLexer
{
    private const string Signs = "=!(),><";
    private const string Space = " \t\r\n";

    public static List<(LabelToken Token, string Text)> Scan(string text)
    {
        List<(LabelToken, string)> tokens = [];
        for (var at = 0; ;)
        {
            while (at < text.Length && Space.Contains(text[at])) at++;
            if (at == text.Length)
            {
                tokens.Add((LabelToken.End, ""));
                return tokens;
            }

            tokens.Add(Signs.Contains(text[at]) ? Sign(text, ref at) : Word(text, ref at));
        }
    }

    private static (LabelToken Token, string Text) Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !Signs.Contains(text[at]) && !Space.Contains(text[at])) at++;
        var word = text[start..at];
        return (word switch { "in" => LabelToken.In, "notin" => LabelToken.NotIn, _ => LabelToken.Identifier }, word);
    }

    // The longest sign there is: "==" before "=".
    private static (LabelToken Token, string Text) Sign(string text, ref int at)
    {
        var sign = text.AsSpan(at) switch
        {
            ['=', '=', ..] => (LabelToken.DoubleEqual, "=="),
            ['=', ..] => (LabelToken.Equal, "="),
            ['!', '=', ..] => (LabelToken.NotEqual, "!="),
            ['!', ..] => (LabelToken.Not, "!"),
            ['(', ..] => (LabelToken.Open, "("),
            [')', ..] => (LabelToken.Close, ")"),
            [',', ..] => (LabelToken.Comma, ","),
            ['>', ..] => (LabelToken.Greater, ">"),
            _ => (LabelToken.Less, "<"),
        };
        at += sign.Item2.Length;
        return sign;
    }
}
