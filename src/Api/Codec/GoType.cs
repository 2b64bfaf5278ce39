using Kybernet.Api.Schema;

namespace Kybernet.Api;

/// <summary>The type of a field as Go prints it in a decoding error.</summary>
internal static class GoType
{
    /// <param name="field">The field.</param>
    /// <param name="collections">How many lists and maps have been entered below it: 0 for its own value, 1 for an element.</param>
    /// <returns>Null where the reader of the value knows it as well.</returns>
    public static string? Of(FieldSchema field, int collections) => (field.Shape, collections) switch
    {
        (ValueShape.List, 0) => Element(field) is { } element ? "[]" + element : null,
        (ValueShape.Map, 0) => field.Kind == ValueKind.Struct ? "map[string]" + Element(field) : null,
        (ValueShape.MapOfLists, 1) => "v1.ExtraValue",
        (ValueShape.MapOfLists, _) => null,
        _ => field.Kind is ValueKind.Struct or ValueKind.String ? Element(field) : null,
    };

    private static string? Element(FieldSchema field) => field.Kind switch
    {
        // The unions that are written by hand have no schema, and are of their field's package.
        ValueKind.Struct => $"{field.Struct?.Version ?? field.Version}.{field.Struct?.Name ?? field.TypeName}",
        ValueKind.String when field.Named.Contains('.', StringComparison.Ordinal) => field.Named,
        ValueKind.String when field.Named.Length > 0 => $"{field.Version}.{field.Named}",
        ValueKind.String => "string",
        ValueKind.Int32 => "int32",
        ValueKind.Int64 => "int64",
        ValueKind.Bool => "bool",
        ValueKind.Double => "float64",
        ValueKind.Quantity => "resource.Quantity",
        ValueKind.Bytes => "[]uint8",
        ValueKind.Raw => "runtime.RawExtension",
        _ => null,
    };
}
