using System.Globalization;
using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api;

/// <summary>
/// Fits a tree to a type as upstream does where there is no JSON text between the two (runtime.DefaultUnstructuredConverter).
/// It takes more numbers than a decoder and has other errors: they name the type that was wanted, and not the field.
/// </summary>
public sealed class UnstructuredConversion
{
    private readonly StringBuilder _path = new();
    private readonly List<string> _unknown = [];

    private UnstructuredConversion()
    {
    }

    /// <summary>Fits a tree to a type. The tree is changed where a number has to be another to be decoded.</summary>
    /// <param name="tree">The tree, not frozen.</param>
    /// <param name="type">The type.</param>
    /// <returns>The fields that the type does not have, in upstream's words and order.</returns>
    /// <exception cref="JsonDecodeException">A value does not fit its field; the first one, in the order of the type's fields.</exception>
    public static IReadOnlyList<string> Fit(JsonObject tree, TypeSchema type)
    {
        UnstructuredConversion conversion = new();
        conversion.FitStruct(tree, type);
        conversion._unknown.Sort(StringComparer.Ordinal);
        return conversion._unknown;
    }

    private JsonValue FitStruct(JsonValue value, TypeSchema type)
    {
        var fields = value.ObjectOrNull ?? throw new JsonDecodeException($"cannot restore struct from: {GoText.KindOf(value)}");
        foreach (var field in type.Fields)
        {
            if (!fields.TryGet(field.JsonName, out var given) || given.IsNull) continue;
            var length = Enter(field.JsonName);
            fields[field.JsonName] = FitField(given, field);
            _path.Length = length;
        }

        foreach (var (name, _) in fields)
        {
            if (type.Find(name) is not null) continue;
            var length = Enter(name);
            _unknown.Add($"unknown field \"{_path}\"");
            _path.Length = length;
        }

        return fields;
    }

    private JsonValue FitField(JsonValue value, FieldSchema field) => field.Shape switch
    {
        ValueShape.List => FitList(value, field),
        ValueShape.Map => FitMap(value, field, FitOne),
        ValueShape.MapOfLists => FitMap(value, field, FitList),
        _ => FitOne(value, field),
    };

    private JsonValue FitList(JsonValue value, FieldSchema field)
    {
        var items = value.ArrayOrNull ?? throw new JsonDecodeException($"cannot restore slice from {GoText.KindOf(value)}");
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].IsNull) continue;
            var length = _path.Length;
            _path.Append(CultureInfo.InvariantCulture, $"[{i}]");
            items[i] = FitOne(items[i], field);
            _path.Length = length;
        }

        return items;
    }

    // Keys are not on the way that upstream tells.
    private static JsonValue FitMap(JsonValue value, FieldSchema field, Func<JsonValue, FieldSchema, JsonValue> fit)
    {
        var map = value.ObjectOrNull ?? throw new JsonDecodeException($"cannot restore map from {GoText.KindOf(value)}");
        foreach (var (key, item) in map.ToArray())
        {
            if (!item.IsNull) map[key] = fit(item, field);
        }

        return map;
    }

    private JsonValue FitOne(JsonValue value, FieldSchema field) => field.Kind switch
    {
        // Unions that are written by hand read themselves.
        ValueKind.Struct => field.Struct is { } type ? FitStruct(value, type) : value,
        ValueKind.String => UnstructuredScalars.Text(value, GoType.Of(field, CollectionsOf(field.Shape)) ?? "string"),
        ValueKind.Int32 => UnstructuredScalars.Whole(value, "int32", static n => unchecked((int)n)),
        ValueKind.Int64 => UnstructuredScalars.Whole(value, "int64", static n => n),
        ValueKind.Double => UnstructuredScalars.Number(value),
        ValueKind.Bool => UnstructuredScalars.Truth(value),
        ValueKind.Bytes => UnstructuredScalars.Bytes(value),
        _ => UnstructuredScalars.ReadByItself(value, field.Kind),
    };

    private static int CollectionsOf(ValueShape shape) => shape switch
    {
        ValueShape.MapOfLists => 2,
        ValueShape.List or ValueShape.Map => 1,
        _ => 0,
    };

    private int Enter(string name)
    {
        var length = _path.Length;
        if (length > 0) _path.Append('.');
        _path.Append(name);
        return length;
    }
}
