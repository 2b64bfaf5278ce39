using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.Api.Yaml;

/// <summary>Writes a tree in block style, line for line as go-yaml v2 does.</summary>
internal sealed partial class YamlTreeWriter
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
