using System.Text.Json;

namespace Kybernet.Api.Apiextensions.V1;

/// <summary>A schema or a list of schemas: what <c>items</c> takes.</summary>
public sealed class JSONSchemaPropsOrArray : JSONSchemaPropsUnion
{
    internal static readonly JSONSchemaPropsOrArray Empty = StructFieldOps.Frozen(new JSONSchemaPropsOrArray());

    private KubeList<JSONSchemaProps>? _schemas;

    /// <summary>The schemas, when it is a list.</summary>
    public KubeList<JSONSchemaProps>? JSONSchemas
    {
        get => _schemas;
        set { ThrowIfFrozen(); _schemas = value; }
    }

    private protected override void DecodeUnion(ref JsonDecoder decoder)
    {
        if (decoder.TokenType == JsonTokenType.StartArray) _schemas = decoder.ReadStructList<JSONSchemaProps>();
        else Schema = decoder.ReadOptionalStruct(Schema);
    }

    internal override void WriteValue(Utf8JsonWriter writer)
    {
        if (_schemas is { Count: > 0 })
        {
            writer.WriteStartArray();
            foreach (var schema in _schemas) schema.Write(writer);
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
            case 2: _schemas = reader.ReadStructList(_schemas); break;
            default: reader.Skip(); break;
        }
    }

    internal override void WriteProtoFields(ProtoWriter writer)
    {
        if (_schemas is not null) writer.Write(2, _schemas);
        if (Schema is not null) writer.Write(1, Schema);
    }

    internal override bool FieldsEqual(ApiType other) =>
        base.FieldsEqual(other) && StructFieldOps.Same(_schemas, ((JSONSchemaPropsOrArray)other)._schemas);

    internal override ApiType CloneObject() => CopyTo(new JSONSchemaPropsOrArray { _schemas = StructFieldOps.Copy(_schemas) });

    private protected override void FreezeFields()
    {
        base.FreezeFields();
        StructFieldOps.Freeze(_schemas);
    }
}
