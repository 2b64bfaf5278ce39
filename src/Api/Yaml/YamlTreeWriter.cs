using System.Globalization;
using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.Api.Yaml;

/// <summary>Writes a tree in block style, line for line as go-yaml v2 does.</summary>
internal sealed class YamlTreeWriter
{
    private const int Step = 2;
    private const int MaxSimpleKey = 128;

    // Text is broken at the first blank beyond this column.
    private const int Width = 80;

    private readonly StringBuilder _text = new();
    private int _lineStart;

    private int Column => _text.Length - _lineStart;

    public string Write(JsonValue value)
    {
        if (IsBlock(value)) WriteNode(value, indent: 0, depth: 0);
        else WriteScalar(value, Step);
        EndLine();
        return _text.ToString();
    }

    // The cursor stands where the node begins: on a fresh line, or behind "- ", "? " or ": " of the line.
    private void WriteNode(JsonValue value, int indent, int depth)
    {
        depth = KubeJson.Deeper(depth);
        if (value.ObjectOrNull is { Count: > 0 } fields) WriteMapping(fields, indent, depth);
        else if (value.ArrayOrNull is { Count: > 0 } items) WriteSequence(items, indent, depth);
        else WriteScalar(value, indent);
    }

    private void WriteMapping(JsonObject fields, int indent, int depth)
    {
        foreach (var (name, value) in fields.OrderBy(f => f.Key, YamlKeyOrder.Instance))
        {
            GoTo(indent);
            if (IsSimpleKey(name))
            {
                WriteText(name, indent + Step, isKey: true);
                _text.Append(':');
                WriteValue(value, indent, depth);
            }
            else
            {
                _text.Append("? ");
                WriteText(name, indent + Step, isKey: false);
                GoTo(indent);
                _text.Append(": ");
                WriteNode(value, indent + Step, depth);
            }
        }
    }

    // Behind "key:".
    private void WriteValue(JsonValue value, int indent, int depth)
    {
        if (IsBlock(value))
        {
            EndLine();
            WriteNode(value, value.Kind == JsonKind.Object ? indent + Step : indent, depth);
        }
        else
        {
            _text.Append(' ');
            WriteScalar(value, indent + Step);
        }
    }

    private void WriteSequence(JsonArray items, int indent, int depth)
    {
        foreach (var item in items)
        {
            GoTo(indent);
            _text.Append("- ");
            WriteNode(item, indent + Step, depth);
        }
    }

    private void WriteScalar(JsonValue value, int indent)
    {
        switch (value.Kind)
        {
            case JsonKind.String:
                WriteText(value.AsString(), indent, isKey: false);
                break;
            case JsonKind.Float:
                _text.Append(GoFloat.FormatGeneral(value.AsNumber()));
                break;
            case JsonKind.Object:
                _text.Append("{}");
                break;
            case JsonKind.Array:
                _text.Append("[]");
                break;
            default:
                _text.Append(value.ToString());
                break;
        }
    }

    private static bool IsBlock(JsonValue value) => value.ObjectOrNull is { Count: > 0 } || value.ArrayOrNull is { Count: > 0 };

    private static bool IsSimpleKey(string name) => !name.Contains('\n') && Encoding.UTF8.GetByteCount(name) <= MaxSimpleKey;

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

    // To a column at the start of a line, or where the cursor stands already if that is it.
    private void GoTo(int indent)
    {
        if (Column == indent && IsOnlyIndicators()) return;
        EndLine();
        _text.Append(' ', indent);
    }

    // Whether nothing but "- ", "? ", ": " and blanks is on this line.
    private bool IsOnlyIndicators()
    {
        for (var i = _lineStart; i < _text.Length; i += 2)
        {
            if (_text[i] is not (' ' or '-' or '?' or ':') || i + 1 >= _text.Length || _text[i + 1] != ' ') return false;
        }

        return true;
    }

    private void EndLine()
    {
        if (Column > 0) NewLine(0);
    }

    private void NewLine(int indent)
    {
        _text.Append('\n');
        _lineStart = _text.Length;
        _text.Append(' ', indent);
    }
}
