using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// A struct as upstream's messages show it: the JSON of its internal types, which have Go's field names, leave nothing
/// out, tell an absent list from an empty one, and here and there differ from the served types (<see cref="InternalNames"/>).
/// Only errors pay for it: the fields are found by reflection.
/// </summary>
internal static class InternalForm
{
    private const string ServedAsIs = "meta.v1";

    private static readonly ConcurrentDictionary<(Type, string), PropertyInfo> Properties = new();

    /// <summary>The struct as a JSON tree.</summary>
    public static JsonValue Of(ApiType value)
    {
        if (value is JSONSchemaPropsUnion union) return Union(union);
        var type = value.GetType();
        var package = type.Namespace!["Kybernet.Api.".Length..].ToLowerInvariant();
        return package == ServedAsIs || SchemaCatalog.Find(package, type.Name) is not { } schema
            ? JsonValue.Parse(KubeCodec.Encode(value))
            : Struct(schema, value);
    }

    private static JsonValue Struct(TypeSchema schema, ApiType value)
    {
        JsonObject result = [];
        foreach (var field in schema.Fields) Add(result, schema, field, Property(value.GetType(), field.JsonName).GetValue(value));
        if (value is PodSpec spec) result["SecurityContext"] = WithHostFields(spec, result["SecurityContext"].ObjectOrNull ?? []);
        return InternalNames.Reordered(schema, result);
    }

    // What is either a schema or something simpler has a field for each.
    private static JsonObject Union(JSONSchemaPropsUnion union)
    {
        JsonObject result = [];
        if (union is JSONSchemaPropsOrBool flag) result["Allows"] = flag.Allows;
        result["Schema"] = One(union.Schema);
        if (union is JSONSchemaPropsOrArray array) result["JSONSchemas"] = One(array.JSONSchemas);
        if (union is JSONSchemaPropsOrStringArray names) result["Property"] = One(names.Property);
        return result;
    }

    // Internally what a pod shares with its host is part of its security context.
    private static JsonObject WithHostFields(PodSpec spec, JsonObject context)
    {
        JsonObject result = [];
        result["HostNetwork"] = spec.HostNetwork;
        result["HostPID"] = spec.HostPID;
        result["HostIPC"] = spec.HostIPC;
        result["ShareProcessNamespace"] = One(spec.ShareProcessNamespace);
        result["HostUsers"] = One(spec.HostUsers);
        foreach (var (name, value) in context) result[name] = value;
        return result;
    }

    private static void Add(JsonObject result, TypeSchema schema, FieldSchema field, object? value)
    {
        if (field.TypeName == "meta.v1.ObjectMeta")
        {
            // Embedded upstream: its fields stand in the struct's place, under their served names.
            foreach (var (name, part) in Of((ApiType)value!).AsObject()) result[name] = part;
        }
        else if (field.Number == 0)
        {
            if (value is string { Length: > 0 } text) result[field.JsonName] = text;
        }
        else if (InternalNames.Of(schema.Name, field.JsonName) is { } name)
        {
            result[name] = One(value ?? (InternalNames.IsValue(schema.Name, field.JsonName) ? Zero(field.Kind) : null));
        }
    }

    private static JsonValue One(object? value) => value switch
    {
        null => default,
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        Quantity quantity => quantity.ToString(),
        IntOrString { StringValue: { } text } => text,
        IntOrString number => number.IntValue,
        DateTimeOffset time => KubeTime.Format(time),
        TimeSpan duration => KubeDuration.Format(duration),
        byte[] bytes => Convert.ToBase64String(bytes),
        RawJson raw => JsonValue.Parse(raw.Utf8),
        ApiType type => Of(type),
        IEnumerable items => Collection(items),
        _ => throw new InvalidOperationException($"no Go form of {value.GetType()}"),
    };

    private static JsonValue Collection(IEnumerable items)
    {
        var type = items.GetType();
        if ((bool)type.GetProperty(nameof(KubeList<string>.IsNil))!.GetValue(items)!) return default;
        if (type.GetGenericTypeDefinition() == typeof(KubeList<>))
        {
            JsonArray array = [];
            foreach (var item in items) array.Add(One(item));
            return array;
        }

        JsonObject map = [];
        foreach (var entry in items)
        {
            var pair = entry.GetType();
            map[(string)pair.GetProperty("Key")!.GetValue(entry)!] = One(pair.GetProperty("Value")!.GetValue(entry));
        }

        return map;
    }

    private static object? Zero(ValueKind kind) => kind switch
    {
        ValueKind.String => "",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.IntOrString => 0,
        ValueKind.Bool => false,
        _ => null,
    };

    // Property names are JSON's words with capitals; one that is called as its type has Value at its end.
    private static PropertyInfo Property(Type type, string jsonName) => Properties.GetOrAdd((type, jsonName), static key =>
    {
        var words = key.Item2.Split(['$', '-'], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return key.Item1.GetProperty(name + "Value") ?? key.Item1.GetProperty(name)
            ?? throw new InvalidOperationException($"{key.Item1.Name} has no property for {key.Item2}");
    });
}
