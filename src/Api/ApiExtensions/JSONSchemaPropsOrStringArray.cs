using System.Text.Json;

namespace Kybernet.Api.Apiextensions.V1;

/// <summary>A schema or a list of property names: what <c>dependencies</c> takes.</summary>
public sealed class JSONSchemaPropsOrStringArray : JSONSchemaPropsUnion
{
    internal static readonly JSONSchemaPropsOrStringArray Empty = StructFieldOps.Frozen(new JSONSchemaPropsOrStringArray());

    private KubeList<string>? _property;

    /// <summary>The property names, when it is a list.</summary>
    public KubeList<string>? Property
    {
        get => _property;
        set { ThrowIfFrozen(); _property = value; }
    }

    private protected override void DecodeUnion(ref JsonDecoder decoder)
    {
        if (decoder.TokenType == JsonTokenType.StartArray) _property = decoder.ReadStringList();
        else Schema = decoder.ReadOptionalStruct(Schema);
    }

    internal override void WriteValue(Utf8JsonWriter writer)
    {
        if (_property is { Count: > 0 })
        {
            writer.WriteStartArray();
            foreach (var name in _property) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        else if (Schema is not null)
        {
            Schema.Write(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    internal override void DecodeProtoField(int number, ref ProtoReader reader)
    {
        switch (number)
        {
            case 1: Schema = reader.ReadStruct(Schema); break;
            case 2: _property = reader.ReadStringList(_property); break;
            default: reader.Skip(); break;
        }
    }

    internal override void WriteProtoFields(ProtoWriter writer)
    {
        if (_property is not null) writer.Write(2, _property);
        if (Schema is not null) writer.Write(1, Schema);
    }

    internal override bool FieldsEqual(ApiType other) =>
        base.FieldsEqual(other) && StructFieldOps.Same(_property, ((JSONSchemaPropsOrStringArray)other)._property);

    internal override ApiType CloneObject() => CopyTo(new JSONSchemaPropsOrStringArray { _property = StructFieldOps.Copy(_property) });

    private protected override void FreezeFields()
    {
        base.FreezeFields();
        _property?.Freeze();
    }
}
