using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kybernet.Api;

/// <summary>
/// A struct of the Kubernetes API: what every generated class is. Mutable while it is being made, then possibly frozen:
/// a frozen object and all below it refuse changes, so that it can be shared between components.
/// </summary>
public abstract class ApiType
{
    /// <summary>Whether changes are refused.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Refuses all further changes to this object and everything below it. Cannot be undone; clone instead.</summary>
    public void Freeze()
    {
        if (IsFrozen) return;
        IsFrozen = true;
        FreezeFields();
    }

    /// <summary>Writes the object as JSON, with upstream's rules of what is emitted and upstream's order of fields.</summary>
    public void Write(Utf8JsonWriter writer) => WriteValue(writer);

    /// <summary>
    /// Whether both hold the same: an absent list or map equals an empty one, quantities compare by amount (upstream's
    /// semantic deep equality).
    /// </summary>
    public bool DeepEquals(ApiType? other) =>
        ReferenceEquals(this, other) || (other is not null && other.GetType() == GetType() && FieldsEqual(other));

    /// <summary>Reads a JSON object into this one; a JSON null leaves it as it is.</summary>
    /// <exception cref="JsonDecodeException">A value does not fit its field.</exception>
    internal virtual void Decode(ref JsonDecoder decoder)
    {
        if (!decoder.BeginStruct(Fields)) return;
        while (decoder.NextProperty())
        {
            var index = FindField(decoder.PropertyName);
            if (decoder.BeginField(index)) DecodeField(index, ref decoder);
        }
    }

    /// <summary>Writes the object; a type that is no JSON object overrides it.</summary>
    internal virtual void WriteValue(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteFields(writer);
        writer.WriteEndObject();
    }

    internal abstract StructFields Fields { get; }

    internal abstract int FindField(ReadOnlySpan<byte> name);

    internal abstract void DecodeField(int index, ref JsonDecoder decoder);

    internal abstract void WriteFields(Utf8JsonWriter writer);

    /// <summary>Reads the protobuf field that the reader stands on; skips one that the type does not have.</summary>
    internal abstract void DecodeProtoField(int number, ref ProtoReader reader);

    /// <summary>Writes the fields as protobuf, the last one first, as the writer wants it.</summary>
    internal abstract void WriteProtoFields(ProtoWriter writer);

    internal abstract bool FieldsEqual(ApiType other);

    internal abstract ApiType CloneObject();

    private protected abstract void FreezeFields();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void ThrowIfFrozen()
    {
        if (IsFrozen) ThrowFrozen();
    }

    private void ThrowFrozen() =>
        throw new InvalidOperationException($"this {GetType().Name} is frozen: it is shared, clone it before changing it");
}
