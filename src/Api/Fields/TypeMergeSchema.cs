using System.Collections.Concurrent;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Fields;

/// <summary>The merge schema of a built-in type.</summary>
public sealed class TypeMergeSchema : MapSchema
{
    private static readonly ConcurrentDictionary<(TypeSchema Type, bool IsAtomic), TypeMergeSchema> Known = [];

    private readonly TypeSchema _type;
    private readonly ConcurrentDictionary<string, MergeSchema?> _fields = new(StringComparer.Ordinal);

    private TypeMergeSchema(TypeSchema type, bool isAtomic) => (_type, IsAtomic) = (type, isAtomic);

    /// <inheritdoc/>
    public override MergeSchema? Element => null;

    /// <inheritdoc/>
    public override bool IsAtomic { get; }

    /// <summary>The merge schema of a type.</summary>
    public static TypeMergeSchema Of(TypeSchema type) => Of(type, type.StructType == "atomic");

    /// <inheritdoc/>
    public override MergeSchema? Declared(string name) =>
        _fields.TryGetValue(name, out var known) ? known : Remember(name);

    // A name that is not declared comes from a client and is not remembered.
    private MergeSchema? Remember(string name)
    {
        if (_type.Find(name) is not { } field) return null;
        return _fields.GetOrAdd(name, Of(field));
    }

    private static TypeMergeSchema Of(TypeSchema type, bool isAtomic) =>
        Known.GetOrAdd((type, isAtomic), static key => new TypeMergeSchema(key.Type, key.IsAtomic));

    private static MergeSchema Of(FieldSchema field) => field.Shape switch
    {
        ValueShape.List => ListOf(field),
        ValueShape.Map => new TypedMap(One(field, ""), field.StructType == "atomic"),
        _ => One(field, field.StructType),
    };

    private static MergeSchema One(FieldSchema field, string structType) => field.Kind switch
    {
        ValueKind.Struct when field.Struct is { } type => Of(type, structType.Length > 0 ? structType == "atomic" : type.StructType == "atomic"),
        ValueKind.Struct or ValueKind.Raw => Atomic,
        // Its OpenAPI schema has no type, so that it may be anything.
        ValueKind.IntOrString => Deduced,
        ValueKind.String or ValueKind.Bytes or ValueKind.Duration => Text,
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double => Number,
        ValueKind.Bool => Truth,
        // Quantities, and strings that have a format: times.
        _ => Scalar,
    };

    private static ListSchema ListOf(FieldSchema field) => new()
    {
        Element = One(field, ""),
        IsAtomic = field.ListType is not ("map" or "set"),
        Keys = field.ListType == "map" ? [.. field.ListMapKeys.Select(key => (key, DefaultOf(field.Struct?.Find(key))))] : [],
    };

    private static JsonValue? DefaultOf(FieldSchema? key) => key is { Default.Length: > 0 } ? JsonValue.Parse(key.Default) : default(JsonValue?);

    private sealed class TypedMap(MergeSchema element, bool isAtomic) : MapSchema
    {
        public override MergeSchema Element => element;

        public override bool IsAtomic => isAtomic;

        public override MergeSchema? Declared(string name) => null;
    }
}
