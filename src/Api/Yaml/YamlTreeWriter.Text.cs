using System.Globalization;
using System.Text;

namespace Kybernet.Api.Yaml;

internal sealed partial class YamlTreeWriter
{
    // Continued lines stand at indent.
    private void WriteText(string text, int indent, bool isKey)
    {
        switch (YamlText.Choose(text, isKey))
        {
            case YamlStyle.Plain:
                WriteFolded(text, indent, mayBreak: !isKey);
                break;
            case YamlStyle.SingleQuoted:
                _text.Append('\'');
                WriteFolded(text.Replace("'", "''", StringComparison.Ordinal), indent, mayBreak: !isKey);
                _text.Append('\'');
                break;
            case YamlStyle.DoubleQuoted:
                WriteDoubleQuoted(text, indent, mayBreak: !isKey);
                break;
            default:
                WriteLiteral(text, indent);
                break;
        }
    }

    private void WriteFolded(string text, int indent, bool mayBreak)
    {
        var afterSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var isSpace = text[i] == ' ';
            if (isSpace && CanBreak(text, i, mayBreak, afterSpace) && text[i + 1] != ' ') NewLine(indent);
            else _text.Append(text[i]);
            afterSpace = isSpace;
        }
    }

    private void WriteDoubleQuoted(string text, int indent, bool mayBreak)
    {
        _text.Append('"');
        var afterSpace = false;
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            var isSpace = rune.Value == ' ';
            if (isSpace && CanBreak(text, i, mayBreak, afterSpace))
            {
                NewLine(indent);
                if (text[i + 1] == ' ') _text.Append('\\');
            }
            else
            {
                AppendEscaped(rune);
            }

            afterSpace = isSpace;
            i += rune.Utf16SequenceLength;
        }

        _text.Append('"');
    }

    private bool CanBreak(string text, int at, bool mayBreak, bool afterSpace) =>
        mayBreak && !afterSpace && Column > Width && at > 0 && at < text.Length - 1;

    private void AppendEscaped(Rune rune)
    {
        var escape = rune.Value switch
        {
            0 => @"\0",
            '\a' => @"\a",
            '\b' => @"\b",
            '\t' => @"\t",
            '\n' => @"\n",
            '\v' => @"\v",
            '\f' => @"\f",
            '\r' => @"\r",
            0x1b => @"\e",
            '"' => "\\\"",
            '\\' => @"\\",
            0x85 => @"\N",
            0x2028 => @"\L",
            0x2029 => @"\P",
            _ when YamlText.IsPrintable(rune) => null,
            <= 0xff => $"\\x{rune.Value:X2}",
            <= 0xffff => $"\\u{rune.Value:X4}",
            _ => $"\\U{rune.Value:X8}",
        };
        _text.Append(escape ?? rune.ToString());
    }

    private void WriteLiteral(string text, int indent)
    {
        _text.Append('|');
        if (text[0] is ' ' or '\n') _text.Append(CultureInfo.InvariantCulture, $"{Step}");
        if (!text.EndsWith('\n')) _text.Append('-');
        else if (text.Length == 1 || text[^2] == '\n') _text.Append('+');

        var lines = text.EndsWith('\n') ? text[..^1] : text;
        foreach (var line in lines.Split('\n'))
        {
            NewLine(line.Length == 0 ? 0 : indent);
            _text.Append(line);
        }

        if (lines.Length != text.Length) NewLine(0);
    }
}
