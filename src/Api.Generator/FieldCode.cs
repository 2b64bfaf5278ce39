using System;
using System.Linq;
using System.Text;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Generator;

/// <summary>The pieces of C# that one field needs, by its shape and kind.</summary>
internal sealed class FieldCode
{
    private readonly FieldModel _field;
    private readonly string _element;

    public FieldCode(SchemaIndex index, PackageModel package, FieldModel field, string className)
    {
        _field = field;
        _element = field.Kind switch
        {
            ValueKind.String => "string",
            ValueKind.Int32 => "int",
            ValueKind.Int64 => "long",
            ValueKind.Double => "double",
            ValueKind.Bool => "bool",
            ValueKind.Bytes => "byte[]",
            ValueKind.Time or ValueKind.MicroTime => "global::System.DateTimeOffset",
            ValueKind.Duration => "global::System.TimeSpan",
            ValueKind.Quantity => "global::Kybernet.Api.Quantity",
            ValueKind.IntOrString => "global::Kybernet.Api.IntOrString",
            ValueKind.Raw => "global::Kybernet.Api.RawJson",
            _ => index.ClassName(package, field.TypeName),
        };
        var words = field.JsonName.Split('$', '-').Where(w => w.Length > 0);
        Property = string.Concat(words.Select(SchemaIndex.Pascal));
        // A C# member cannot be called as its class is: ContainerPort.containerPort, Status.status.
        if (Property == className) Property += "Value";
        Backing = "_" + char.ToLowerInvariant(Property[0]) + Property.Substring(1);
    }

    public string Property { get; }

    /// <summary>The same field's code for protobuf.</summary>
    public ProtoCode Proto => new(_field, Backing, _element);

    public string Backing { get; }

    private bool IsStruct => _field.Kind == ValueKind.Struct;

    /// <summary>A reference type that is null when absent.</summary>
    private bool IsNullableReference => _field.Kind is ValueKind.Bytes or ValueKind.Raw;

    private bool IsTime => _field.Kind is ValueKind.Time or ValueKind.MicroTime;

    private string KindName => _field.Kind.ToString();

    private string Utf8Name => "\"" + _field.JsonName + "\"u8";

    private string CollectionType => _field.Shape switch
    {
        ValueShape.List => $"global::Kybernet.Api.KubeList<{_element}>",
        ValueShape.Map => $"global::Kybernet.Api.KubeMap<{_element}>",
        _ => $"global::Kybernet.Api.KubeMap<global::Kybernet.Api.KubeList<{_element}>>",
    };

    /// <param name="access">private, or private protected where another class embeds this one.</param>
    public string Declaration(string access)
    {
        var assign = $"{{ ThrowIfFrozen(); {Backing} = value; }}";
        switch (_field.Shape)
        {
            case ValueShape.Value when IsStruct:
                return $"    {access} {_element}? {Backing};\n\n{Doc()}"
                    + $"    public {_element} {Property}\n    {{\n        get => {Backing} ?? (IsFrozen ? {_element}.Empty : {Backing} = new());\n        set {assign}\n    }}\n";
            case ValueShape.Value when _field.Kind == ValueKind.String:
                return Simple(access, "string", " = \"\"", assign);
            case ValueShape.Value when !IsNullableReference && !IsTime:
                return Simple(access, _element, "", assign);
            case ValueShape.Value or ValueShape.Pointer:
                return Simple(access, _element + "?", "", assign);
            default:
                return $"    {access} {CollectionType}? {Backing};\n\n{Doc()}"
                    + $"    public {CollectionType} {Property}\n    {{\n        get => {Backing} ?? (IsFrozen ? {CollectionType}.Nil : {Backing} = {CollectionType}.CreateNil());\n        set {assign}\n    }}\n";
        }
    }

    public string Decode() => _field.Shape switch
    {
        ValueShape.List => $"{Backing} = d.Read{KindName}List{Generic()}();",
        ValueShape.Map => $"{Backing} = d.Read{KindName}Map{Generic()}();",
        ValueShape.MapOfLists => $"{Backing} = d.Read{KindName}ListMap();",
        ValueShape.Pointer when IsStruct => $"{Backing} = d.ReadOptionalStruct<{_element}>({Backing});",
        ValueShape.Pointer when IsNullableReference || IsTime => NullableRead(),
        ValueShape.Pointer => $"{Backing} = d.ReadOptional{KindName}();",
        _ when IsStruct => $"{Backing} = d.ReadStruct<{_element}>({Backing});",
        _ when IsNullableReference || IsTime => NullableRead(),
        _ => $"{Backing} = d.Read{KindName}({Backing});",
    };

    public string Write()
    {
        var name = Utf8Name;
        switch (_field.Shape)
        {
            case ValueShape.List or ValueShape.Map or ValueShape.MapOfLists:
                return _field.Always
                    ? $"if (!global::Kybernet.Api.JsonFields.WroteNil(w, {name}, {Backing})) global::Kybernet.Api.JsonFields.Write(w, {name}, {Backing}!);"
                    : $"if ({Backing} is {{ Count: > 0 }}) global::Kybernet.Api.JsonFields.Write(w, {name}, {Backing});";
            case ValueShape.Pointer:
                var write = WriteValue(IsStruct || IsNullableReference || _field.Kind == ValueKind.String ? Backing : Backing + ".Value");
                return _field.Always
                    ? $"if ({Backing} is null) w.WriteNull({name}); else {write}"
                    : $"if ({Backing} is not null) {write}";
            default:
                return WriteByValue(name);
        }
    }

    private string WriteByValue(string name)
    {
        if (IsStruct) return $"w.WritePropertyName({name}); ({Backing} ?? {_element}.Empty).Write(w);";
        if (IsTime || _field.Kind == ValueKind.Raw)
        {
            var value = IsTime ? Backing + ".Value" : Backing;
            return _field.OmitZero
                ? $"if ({Backing} is not null) {WriteValue(value)}"
                : $"if ({Backing} is null) w.WriteNull({name}); else {WriteValue(value)}";
        }

        // Structs upstream: omitempty never leaves them out.
        if (_field.Kind is ValueKind.Quantity or ValueKind.IntOrString or ValueKind.Duration) return WriteValue(Backing);
        if (_field.Kind == ValueKind.Bytes)
        {
            return _field.Always
                ? $"if ({Backing} is null) w.WriteNull({name}); else {WriteValue(Backing)}"
                : $"if ({Backing} is {{ Length: > 0 }}) {WriteValue(Backing)}";
        }

        if (_field.Always) return WriteValue(Backing);
        var condition = _field.Kind switch
        {
            ValueKind.String => $"{Backing}.Length != 0",
            ValueKind.Bool => Backing,
            _ => $"{Backing} != 0",
        };
        return $"if ({condition}) {WriteValue(Backing)}";
    }

    private string WriteValue(string value) => _field.Kind switch
    {
        ValueKind.String => $"w.WriteString({Utf8Name}, {value});",
        ValueKind.Int32 or ValueKind.Int64 => $"w.WriteNumber({Utf8Name}, {value});",
        ValueKind.Bool => $"w.WriteBoolean({Utf8Name}, {value});",
        ValueKind.Bytes => $"w.WriteBase64String({Utf8Name}, {value});",
        ValueKind.MicroTime => $"global::Kybernet.Api.JsonFields.WriteMicro(w, {Utf8Name}, {value});",
        _ => $"global::Kybernet.Api.JsonFields.Write(w, {Utf8Name}, {value});",
    };

    public string Equal() => _field.Shape switch
    {
        ValueShape.List or ValueShape.Map or ValueShape.MapOfLists => $"global::Kybernet.Api.StructFieldOps.Same({Backing}, o.{Backing})",
        ValueShape.Value when IsStruct => $"({Backing} ?? {_element}.Empty).DeepEquals(o.{Backing} ?? {_element}.Empty)",
        _ when IsStruct => $"({Backing} is null ? o.{Backing} is null : {Backing}.DeepEquals(o.{Backing}))",
        _ when _field.Kind == ValueKind.Bytes => $"global::Kybernet.Api.StructFieldOps.Same({Backing}, o.{Backing})",
        _ when _field.Kind == ValueKind.Raw => $"Equals({Backing}, o.{Backing})",
        _ => $"{Backing} == o.{Backing}",
    };

    public string Clone() => _field.Shape switch
    {
        ValueShape.List or ValueShape.Map or ValueShape.MapOfLists => $"copy.{Backing} = global::Kybernet.Api.StructFieldOps.Copy({Backing});",
        _ when IsStruct => $"copy.{Backing} = ({_element}?){Backing}?.CloneObject();",
        _ when _field.Kind == ValueKind.Bytes => $"copy.{Backing} = (byte[]?){Backing}?.Clone();",
        _ => $"copy.{Backing} = {Backing};",
    };

    public string? Freeze() => _field.Shape switch
    {
        ValueShape.List or ValueShape.Map or ValueShape.MapOfLists => $"global::Kybernet.Api.StructFieldOps.Freeze({Backing});",
        _ when IsStruct => $"{Backing}?.Freeze();",
        _ => null,
    };

    private string Simple(string access, string type, string initial, string assign) =>
        $"    {access} {type} {Backing}{initial};\n\n{Doc()}"
        + $"    public {type} {Property}\n    {{\n        get => {Backing};\n        set {assign}\n    }}\n";

    private string NullableRead() => _field.Kind switch
    {
        ValueKind.Bytes => $"{Backing} = d.ReadBytes({Backing});",
        _ => $"{Backing} = d.Read{KindName}();",
    };

    private string Generic() => IsStruct ? $"<{_element}>" : "";

    private string Doc() => ClassWriter.Doc(_field.Description, "    ");
}
