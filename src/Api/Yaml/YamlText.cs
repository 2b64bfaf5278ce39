using System.Text;

namespace Kybernet.Api.Yaml;

/// <summary>How a string may be written.</summary>
internal enum YamlStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>Chooses the style that go-yaml would choose for a string.</summary>
internal static class YamlText
{
    /// <summary>The style, in a key (one line) or elsewhere.</summary>
    public static YamlStyle Choose(string text, bool isKey)
    {
        // A bare << would be read as a merge of mappings.
        var isString = text != "<<" && YamlScalars.Resolve(text).StringOrNull is not null && !YamlScalars.IsSexagesimal(text) && !YamlScalars.IsTimestamp(text);
        var (plain, literal, quotable) = Analyze(text);
        if (text.Contains('\n')) return literal && !isKey ? YamlStyle.Literal : YamlStyle.DoubleQuoted;
        if (!isString) return YamlStyle.DoubleQuoted;
        // The library that reads YAML for us takes the star of such a key for an alias; go-yaml writes it plain.
        if (isKey && text.Contains(" *", StringComparison.Ordinal)) plain = false;
        return plain ? YamlStyle.Plain : quotable ? YamlStyle.SingleQuoted : YamlStyle.DoubleQuoted;
    }

    /// <summary>Whether a character is written as it is between double quotes; beyond the 16-bit plane nothing is.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value switch
    {
        '\n' or (>= 0x20 and <= 0x7e) => true,
        0x2028 or 0x2029 or 0xfeff => false,
        (>= 0xa0 and <= 0xd7ff) or (>= 0xe000 and <= 0xfffd) => true,
        _ => false,
    };

    // What the text's characters allow: without quotes, as a literal, in single quotes.
    private static (bool Plain, bool Literal, bool Quotable) Analyze(string text)
    {
        if (text.Length == 0) return (true, false, true);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPrintable(rune)) return (false, false, false);
        }

        var plain = !StartsLikeSyntax(text) && text[0] is not (' ' or '\n') && text[^1] is not (' ' or '\n')
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && text[^1] != ':';
        var spaceBeforeBreak = text.Contains(" \n", StringComparison.Ordinal);
        return (plain, !spaceBeforeBreak && text[^1] != ' ', !spaceBeforeBreak);
    }

    private static bool StartsLikeSyntax(string text)
    {
        if (text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)) return true;
        if ("#,[]{}&*!|>'\"%@`".Contains(text[0])) return true;
        return text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] is ' ' or '\n');
    }
}
