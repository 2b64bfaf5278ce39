using Kybernet.Api.Schema;

namespace Kybernet.Api.Generator;

/// <summary>The pieces of C# with which one field is read from and written to protobuf.</summary>
internal sealed class ProtoCode
{
    private readonly FieldModel _field;
    private readonly string _backing;
    private readonly string _element;

    public ProtoCode(FieldModel field, string backing, string element) => (_field, _backing, _element) = (field, backing, element);

    /// <summary>The nested message of an embedded struct: the base class's fields.</summary>
    public static string DecodeEmbedded =>
        "{ var outer = r.Enter(); while (r.Next(out var inner)) base.DecodeProtoField(inner, ref r); r.Leave(outer); }";

    public string Decode() => _field.Shape switch
    {
        ValueShape.List when _field.Wrapped => $"{_backing} = r.ReadWrapped{Kind}List({_backing});",
        ValueShape.List => $"{_backing} = r.Read{Kind}List{Generic}({_backing});",
        ValueShape.Map => $"{_backing} = r.Read{Kind}Map{Generic}({_backing});",
        ValueShape.MapOfLists => $"{_backing} = r.Read{Kind}ListMap({_backing});",
        _ when IsStruct => $"{_backing} = r.ReadStruct<{_element}>({_backing});",
        _ => $"{_backing} = r.Read{Kind}();",
    };

    public string Write()
    {
        var n = _field.Number;
        switch (_field.Shape)
        {
            case ValueShape.List when _field.Wrapped:
                return $"if ({_backing} is {{ IsNil: false }}) w.WriteWrapped({n}, {_backing});";
            case ValueShape.List or ValueShape.Map or ValueShape.MapOfLists:
                return $"if ({_backing} is not null) w.Write({n}, {_backing});";
            case ValueShape.Pointer:
                var isReference = IsStruct || _field.Kind is ValueKind.Bytes or ValueKind.Raw or ValueKind.String || IsTime;
                return $"if ({_backing} is not null) {Call}({n}, {_backing}{(isReference ? "" : ".Value")});";
            case ValueShape.Value when IsStruct:
                return $"w.Write({n}, {_backing} ?? {_element}.Empty);";
            case ValueShape.Value when _field.Kind == ValueKind.Bytes:
                return $"if ({_backing} is not null) w.Write({n}, {_backing});";
            default:
                return $"{Call}({n}, {_backing});";
        }
    }

    private bool IsStruct => _field.Kind == ValueKind.Struct;

    private bool IsTime => _field.Kind is ValueKind.Time or ValueKind.MicroTime;

    private string Kind => _field.Kind.ToString();

    private string Generic => IsStruct ? $"<{_element}>" : "";

    // Times of both kinds are of one C# type.
    private string Call => IsTime ? "w.Write" + Kind : "w.Write";
}
