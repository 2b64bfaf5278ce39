using System.Text;
using Kybernet.Api.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kybernet.Api.Yaml;

/// <summary>Makes a JSON tree of each document: anchors are copied in, merge keys merged, keys become strings.</summary>
internal sealed class YamlTreeReader(IParser parser, ICollection<string>? duplicates)
{
    // Upstream's guard against documents that blow up by referring to themselves; copies count, not bytes.
    private const int MaxAliasedNodes = 400_000;

    private readonly Dictionary<AnchorName, JsonValue> _anchors = [];
    private int _aliasedNodes;

    /// <summary>The line that has been read up to, counted from one.</summary>
    public long Line => parser.Current?.End.Line ?? 0;

    /// <summary>The next document; false at the end.</summary>
    public bool TryReadDocument(out JsonValue document)
    {
        document = default;
        if (parser.Current is null) parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return false;
        _anchors.Clear();
        document = ReadNode(0);
        parser.Consume<DocumentEnd>();
        return true;
    }

    private JsonValue ReadNode(int depth)
    {
        depth = KubeJson.Deeper(depth);
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Copy(alias);
        if (parser.TryConsume<Scalar>(out var scalar)) return Remember(scalar, ReadScalar(scalar));
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            JsonArray items = [];
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(depth));
            return Remember(sequence, items);
        }

        var mapping = parser.Consume<MappingStart>();
        return Remember(mapping, ReadMapping(depth));
    }

    private JsonObject ReadMapping(int depth)
    {
        JsonObject result = new();
        HashSet<string>? seen = duplicates is null ? null : [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Accept<Scalar>(out var plain) && plain is { Value: "<<", Style: ScalarStyle.Plain })
            {
                parser.Consume<Scalar>();
                Merge(result, ReadNode(depth));
                continue;
            }

            var key = ReadNode(depth);
            var name = KeyName(key);
            var line = parser.Current!.Start.Line;
            if (seen?.Add(name) == false) duplicates!.Add($"line {line}: key {(key.Kind == JsonKind.String ? GoQuote.Quote(name) : name)} already set in map");
            result[name] = ReadNode(depth);
        }

        return result;
    }

    // Of several merged mappings the first counts; what the mapping says before the merge does not.
    private static void Merge(JsonObject target, JsonValue source)
    {
        if (source.ObjectOrNull is { } one)
        {
            foreach (var (name, value) in one) target[name] = value;
            return;
        }

        if (source.ArrayOrNull is not { } many) throw new FormatException("yaml: map merge requires map or sequence of maps as the value");
        for (var i = many.Count - 1; i >= 0; i--)
            Merge(target, many[i].ObjectOrNull ?? throw new FormatException("yaml: map merge requires map or sequence of maps as the value"));
    }

    private static string KeyName(JsonValue key) => key.Kind switch
    {
        JsonKind.String => key.AsString(),
        JsonKind.Integer or JsonKind.Boolean => key.ToString(),
        JsonKind.Float => GoFloat.FormatGeneral(key.AsNumber()),
        JsonKind.Null => throw new FormatException("yaml: unsupported map key: null"),
        _ => throw new FormatException("yaml: invalid map key: " + key),
    };

    private static JsonValue ReadScalar(Scalar scalar)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific) return plain && !scalar.Tag.IsNonSpecific ? YamlScalars.Resolve(scalar.Value) : scalar.Value;

        const string standard = "tag:yaml.org,2002:";
        var tag = scalar.Tag.Value.StartsWith(standard, StringComparison.Ordinal) ? scalar.Tag.Value[standard.Length..] : "";
        var value = tag is "bool" or "int" or "float" or "null" ? YamlScalars.Resolve(scalar.Value) : scalar.Value;
        return tag switch
        {
            "bool" when value.Kind == JsonKind.Boolean => value,
            "int" when value.Kind == JsonKind.Integer => value,
            "float" when value.NumberOrNull is { } number => number,
            "null" when value.IsNull => value,
            "bool" or "int" or "float" or "null" => throw new FormatException($"yaml: cannot decode {NameOf(value)} `{scalar.Value}` as a !!{tag}"),
            "binary" => DecodeBinary(scalar.Value),
            _ => scalar.Value,
        };
    }

    private static string DecodeBinary(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException e)
        {
            throw new FormatException("yaml: !!binary value contains invalid base64 data", e);
        }
    }

    private static string NameOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Boolean => "!!bool",
        JsonKind.Integer => "!!int",
        JsonKind.Float => "!!float",
        JsonKind.Null => "!!null",
        _ => "!!str",
    };

    private JsonValue Remember(NodeEvent node, JsonValue value)
    {
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor] = value;
        return value;
    }

    // Each use is a tree of its own, so that changing one changes no other.
    private JsonValue Copy(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var value)) throw new FormatException($"yaml: unknown anchor '{alias.Value}' referenced");
        if ((_aliasedNodes += CountNodes(value, MaxAliasedNodes)) > MaxAliasedNodes) throw new FormatException("yaml: document contains excessive aliasing");
        return value.Clone();
    }

    private static int CountNodes(JsonValue value, int limit)
    {
        var count = 1;
        if (value.ArrayOrNull is { } items)
        {
            foreach (var item in items)
            {
                if (count > limit) break;
                count += CountNodes(item, limit - count);
            }
        }
        else if (value.ObjectOrNull is { } fields)
        {
            foreach (var (_, field) in fields)
            {
                if (count > limit) break;
                count += CountNodes(field, limit - count);
            }
        }

        return count;
    }
}
