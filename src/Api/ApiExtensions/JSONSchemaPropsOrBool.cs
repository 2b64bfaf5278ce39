using System.Text.Json;

namespace Kybernet.Api.Apiextensions.V1;

/// <summary>A schema or a yes or no: what <c>additionalProperties</c> takes.</summary>
public sealed class JSONSchemaPropsOrBool : JSONSchemaPropsUnion
{
    internal static readonly JSONSchemaPropsOrBool Empty = StructFieldOps.Frozen(new JSONSchemaPropsOrBool());

    private bool _allows;

    /// <summary>Whether anything is allowed; true as well when there is a schema.</summary>
    public bool Allows
    {
        get => _allows;
        set { ThrowIfFrozen(); _allows = value; }
    }

    private protected override void DecodeUnion(ref JsonDecoder decoder)
    {
        if (decoder.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            _allows = decoder.ReadBool(_allows);
        }
        else if (decoder.TokenType == JsonTokenType.StartObject)
        {
            _allows = true;
            Schema = decoder.ReadStruct(Schema);
        }
        else
        {
            throw new JsonDecodeException("boolean or JSON schema expected");
        }
    }

    internal override void WriteValue(Utf8JsonWriter writer)
    {
        if (Schema is not null) Schema.Write(writer);
        else writer.WriteBooleanValue(_allows);
    }

    internal override void DecodeProtoField(int number, ref ProtoReader reader)
    {
        switch (number)
        {
            case 1: _allows = reader.ReadBool(); break;
            case 2: Schema = reader.ReadStruct(Schema); break;
            default: reader.Skip(); break;
        }
    }

    internal override void WriteProtoFields(ProtoWriter writer)
    {
        if (Schema is not null) writer.Write(2, Schema);
        writer.Write(1, _allows);
    }

    internal override bool FieldsEqual(ApiType other) =>
        base.FieldsEqual(other) && _allows == ((JSONSchemaPropsOrBool)other)._allows;

    internal override ApiType CloneObject() => CopyTo(new JSONSchemaPropsOrBool { _allows = _allows });
}
