using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Kybernet.Api.Schema;

/// <summary>
/// Reads the schema language of <c>Api/schema/*.api</c>. One statement a line; indented lines belong to the one above;
/// a line that starts with <c>#</c> describes the next statement. The same parser serves the source generator and, at
/// run time, <c>TypeSchema</c>.
/// </summary>
internal static class SchemaParser
{
    /// <exception cref="FormatException">The text is not a schema; the message names the line.</exception>
    public static PackageModel Parse(string text) => Parse(new StringReader(text), descriptions: true);

    /// <param name="reader">The schema.</param>
    /// <param name="descriptions">Whether to keep what the schema says for people; without, nothing of it stays in memory.</param>
    /// <exception cref="FormatException">The text is not a schema; the message names the line.</exception>
    public static PackageModel Parse(TextReader reader, bool descriptions)
    {
        var package = new PackageModel();
        ResourceModel? resource = null;
        TypeModel? type = null;
        var description = "";
        var lineNumber = 0;
        while (reader.ReadLine() is { } rawLine)
        {
            lineNumber++;
            var line = rawLine.TrimEnd(' ');
            var trimmed = line.TrimStart(' ');
            if (trimmed.Length == 0) continue;
            if (trimmed[0] == '#')
            {
                if (descriptions) description = (description + " " + trimmed.TrimStart('#').Trim()).Trim();
                continue;
            }

            try
            {
                var words = Words(trimmed);
                if (line.Length == trimmed.Length)
                {
                    resource = null;
                    type = null;
                    switch (words[0])
                    {
                        case "package": package.Name = words[1]; break;
                        case "group": package.Group = Unquote(words[1]); break;
                        case "resource":
                            package.Resources.Add(resource = new ResourceModel { Plural = words[1], Kind = words[2] });
                            break;
                        case "kind" or "type":
                            package.Types.Add(type = Type(words, description));
                            break;
                        default: throw new FormatException($"unknown statement {words[0]}");
                    }
                }
                else if (resource is not null) ResourceLine(resource, words, description);
                else if (type is not null) type.Fields.Add(Field(words, description));
                else throw new FormatException("an indented line needs a resource, kind or type above it");
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException or ArgumentOutOfRangeException)
            {
                throw new FormatException($"{package.Name} line {lineNumber}: {e.Message}: {trimmed}", e);
            }

            description = "";
        }

        return package;
    }

    private static void ResourceLine(ResourceModel resource, List<string> words, string description)
    {
        switch (words[0])
        {
            case "singular": resource.Singular = words[1]; break;
            case "short": resource.ShortNames.AddRange(words.Skip(1)); break;
            case "categories": resource.Categories.AddRange(words.Skip(1)); break;
            case "scope": resource.Namespaced = words[1] == "Namespaced"; break;
            case "verbs": resource.Verbs.AddRange(words.Skip(1)); break;
            case "subresource": resource.Subresources.Add(Subresource(words)); break;
            case "column": resource.Columns.Add(Column(words, description)); break;
            default: throw new FormatException($"unknown property {words[0]}");
        }
    }

    // subresource NAME [GROUP/VERSION] KIND : VERB...
    private static SubresourceModel Subresource(List<string> words)
    {
        var colon = words.IndexOf(":");
        var result = new SubresourceModel { Name = words[1], Kind = words[colon - 1] };
        result.Verbs.AddRange(words.Skip(colon + 1));
        if (colon == 4)
        {
            var slash = words[2].IndexOf('/');
            result.Group = slash < 0 ? "" : words[2].Substring(0, slash);
            result.Version = words[2].Substring(slash + 1);
        }

        return result;
    }

    // column "NAME" TYPE [format=F] [priority=N]
    private static ColumnModel Column(List<string> words, string description)
    {
        var column = new ColumnModel { Name = Unquote(words[1]), Type = words[2], Description = description };
        foreach (var word in words.Skip(3))
        {
            var (name, value) = Attribute(word);
            if (name == "format") column.Format = value;
            else if (name == "priority") column.Priority = int.Parse(value, CultureInfo.InvariantCulture);
            else throw new FormatException($"unknown column attribute {word}");
        }

        return column;
    }

    // kind|type NAME [struct=TYPE] [union=DISCRIMINATOR(FIELD,...)]
    private static TypeModel Type(List<string> words, string description)
    {
        var type = new TypeModel { Name = words[1], IsKind = words[0] == "kind", Description = description };
        foreach (var word in words.Skip(2))
        {
            var (name, value) = Attribute(word);
            if (name == "struct") type.StructType = value;
            else if (name == "union") type.UnionDiscriminator = WithArguments(value, type.UnionFields);
            else throw new FormatException($"unknown attribute {word}");
        }

        return type;
    }

    // NAME NUMBER TYPE ATTRIBUTE...
    private static FieldModel Field(List<string> words, string description)
    {
        var field = new FieldModel
        {
            JsonName = words[0], Number = int.Parse(words[1], CultureInfo.InvariantCulture), Description = description,
        };
        SetType(field, words[2]);
        foreach (var word in words.Skip(3))
        {
            var (name, value) = Attribute(word);
            switch (name)
            {
                case "inline": field.Inline = true; break;
                case "always": field.Always = true; break;
                case "omitzero": field.OmitZero = true; break;
                case "required": field.Required = true; break;
                case "wrapped": field.Wrapped = true; break;
                case "default": field.Default = value; break;
                case "named": field.Named = value; break;
                case "list":
                    field.ListType = WithArguments(value, field.ListMapKeys);
                    break;
                case "struct": field.StructType = value; break;
                case "patch":
                    var key = new List<string>();
                    field.PatchStrategy = WithArguments(value, key);
                    field.PatchMergeKey = key.FirstOrDefault() ?? "";
                    break;
                default: throw new FormatException($"unknown attribute {word}");
            }
        }

        return field;
    }

    private static void SetType(FieldModel field, string type)
    {
        if (type.StartsWith("map<[]", StringComparison.Ordinal))
        {
            field.Shape = ValueShape.MapOfLists;
            type = type.Substring(6, type.Length - 7);
        }
        else if (type.StartsWith("map<", StringComparison.Ordinal))
        {
            field.Shape = ValueShape.Map;
            type = type.Substring(4, type.Length - 5);
        }
        else if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            field.Shape = ValueShape.List;
            type = type.Substring(2);
        }
        else if (type[0] == '*')
        {
            field.Shape = ValueShape.Pointer;
            type = type.Substring(1);
        }

        field.Kind = type switch
        {
            "string" => ValueKind.String,
            "int32" => ValueKind.Int32,
            "int64" => ValueKind.Int64,
            "double" => ValueKind.Double,
            "bool" => ValueKind.Bool,
            "bytes" => ValueKind.Bytes,
            "Time" => ValueKind.Time,
            "MicroTime" => ValueKind.MicroTime,
            "Duration" => ValueKind.Duration,
            "Quantity" => ValueKind.Quantity,
            "IntOrString" => ValueKind.IntOrString,
            "Raw" => ValueKind.Raw,
            _ => ValueKind.Struct,
        };
        if (field.Kind == ValueKind.Struct) field.TypeName = type;
    }

    // merge,retainKeys(name) → "merge,retainKeys" and ["name"]
    private static string WithArguments(string value, List<string> arguments)
    {
        var open = value.IndexOf('(');
        if (open < 0) return value;
        arguments.AddRange(value.Substring(open + 1, value.Length - open - 2).Split(','));
        return value.Substring(0, open);
    }

    private static (string Name, string Value) Attribute(string word)
    {
        var equals = word.IndexOf('=');
        return equals < 0 ? (word, "") : (word.Substring(0, equals), word.Substring(equals + 1));
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var start = -1;
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            var c = i < line.Length ? line[i] : ' ';
            if (c == '"') quoted = !quoted;
            if (c != ' ' || (quoted && i < line.Length))
            {
                if (start < 0) start = i;
            }
            else if (start >= 0)
            {
                words.Add(line.Substring(start, i - start));
                start = -1;
            }
        }

        return words;
    }

    private static string Unquote(string word) => word.Trim('"');
}
