using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>A <see cref="FieldSet"/> as it stands in managedFields: nested JSON objects, where "." is the field itself.</summary>
public static class FieldsV1
{
    private const int MaxNameInPlace = 80;
    private const int Slots = 128;
    private const int MaxRemembered = 4096;

    // Objects that are written by the same programs have the same sets. A small table that forgets saves reading most of
    // them again; races only cost a set more.
    private static readonly Remembered?[] Table = new Remembered?[Slots];

    /// <summary>Writes a set.</summary>
    public static RawJson Encode(FieldSet set) => set.Encoded;

    /// <summary>Writes a set anew.</summary>
    internal static RawJson Write(FieldSet set) =>
        RawJson.Trust(EncodingScratch.Encode(set, static (writer, fields) => Write(writer, fields, itself: false)));

    /// <summary>Reads a set.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static FieldSet Decode(RawJson json)
    {
        if (json.Utf8.Length > MaxRemembered) return Decode(json.Utf8);
        ref var slot = ref Table[(uint)json.GetHashCode() % Slots];
        var known = slot;
        if (known is null || !known.Json.Equals(json)) slot = known = new Remembered(json, Decode(json.Utf8));
        return known.Fields;
    }

    /// <inheritdoc cref="Decode(RawJson)"/>
    public static FieldSet Decode(ReadOnlySpan<byte> utf8)
    {
        var value = JsonValue.Parse(utf8);
        return value.IsNull ? FieldSet.Empty : Read(value.ObjectOrNull ?? throw new FormatException("a field set is an object"), out _);
    }

    private static void Write(Utf8JsonWriter writer, FieldSet set, bool itself)
    {
        writer.WriteStartObject();
        if (itself && !set.IsEmpty)
        {
            writer.WriteStartObject("."u8);
            writer.WriteEndObject();
        }

        foreach (var node in set.Nodes)
        {
            WriteName(writer, node.Element);
            Write(writer, node.Below, node.IsMember);
        }

        writer.WriteEndObject();
    }

    // Nearly all are names of fields: these need no string.
    private static void WriteName(Utf8JsonWriter writer, PathElement element)
    {
        if (element.FieldName is not { Length: <= MaxNameInPlace } name)
        {
            writer.WritePropertyName(element.Encode());
            return;
        }

        Span<byte> utf8 = stackalloc byte[2 + (3 * MaxNameInPlace)];
        "f:"u8.CopyTo(utf8);
        writer.WritePropertyName(utf8[..(2 + Encoding.UTF8.GetBytes(name, utf8[2..]))]);
    }

    private static FieldSet Read(JsonObject o, out bool itself)
    {
        itself = o.Count == 0;
        List<FieldSet.Node> nodes = new(o.Count);
        foreach (var (name, value) in o)
        {
            if (name == ".")
            {
                itself = true;
                continue;
            }

            var below = Read(value.ObjectOrNull ?? throw new FormatException($"expected object = not {value.Kind}"), out var member);
            nodes.Add(new FieldSet.Node(PathElement.Parse(name), member, below));
        }

        return FieldSet.Of(nodes);
    }

    private sealed record Remembered(RawJson Json, FieldSet Fields);
}
