using System.Text.Json;

namespace Kybernet.Api.Apiextensions.V1;

/// <summary>
/// A JSON value that is either a schema or something simpler. JSON Schema has three of these, and none is an object
/// with named fields, so that they are written by hand beside the generated classes.
/// </summary>
public abstract class JSONSchemaPropsUnion : ApiType
{
    private JSONSchemaProps? _schema;

    /// <summary>The schema, or null when it is the simpler thing.</summary>
    public JSONSchemaProps? Schema
    {
        get => _schema;
        set { ThrowIfFrozen(); _schema = value; }
    }

    internal sealed override void Decode(ref JsonDecoder decoder)
    {
        decoder.BeginLenient();
        DecodeUnion(ref decoder);
        decoder.EndLenient();
    }

    private protected abstract void DecodeUnion(ref JsonDecoder decoder);

    internal override StructFields Fields => throw new InvalidOperationException("a union has no fields of its own");

    internal override int FindField(ReadOnlySpan<byte> name) => -1;

    internal override void DecodeField(int index, ref JsonDecoder decoder)
    {
    }

    internal override void WriteFields(Utf8JsonWriter writer)
    {
    }

    internal override bool FieldsEqual(ApiType other) =>
        other is JSONSchemaPropsUnion union && (Schema is null ? union.Schema is null : Schema.DeepEquals(union.Schema));

    private protected override void FreezeFields() => Schema?.Freeze();

    private protected T CopyTo<T>(T copy) where T : JSONSchemaPropsUnion
    {
        copy.Schema = Schema?.Clone();
        return copy;
    }
}
