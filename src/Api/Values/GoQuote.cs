using System.Globalization;
using System.Text;

namespace Kybernet.Api;

/// <summary>Text in double quotes as Go's %q verb prints it; upstream's messages quote with it.</summary>
public static class GoQuote
{
    /// <summary><paramref name="text"/> in quotes, with what cannot be printed escaped.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('"');
        foreach (var rune in text.EnumerateRunes()) Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        var escape = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\a' => @"\a",
            '\b' => @"\b",
            '\f' => @"\f",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            '\v' => @"\v",
            < 0x20 or 0x7f => $"\\x{rune.Value:x2}",
            _ when IsPrintable(rune) => null,
            <= 0xffff => $"\\u{rune.Value:x4}",
            _ => $"\\U{rune.Value:x8}",
        };
        if (escape is null) quoted.Append(rune.ToString());
        else quoted.Append(escape);
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
