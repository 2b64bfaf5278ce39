using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>Whole objects to JSON and back.</summary>
public static class KubeCodec
{
    /// <summary>Encodes an object with upstream's rules of what is emitted.</summary>
    public static byte[] Encode(ApiType value) => EncodingScratch.Encode(value, static (writer, v) => v.Write(writer));

    /// <summary>
    /// Encodes an object as it comes out of a store that keeps protobuf, which knows no difference between an empty list
    /// and none: where a list is always written, both are null.
    /// </summary>
    public static byte[] EncodeStored(ApiType value)
    {
        JsonFields.EmptyIsNil = true;
        try
        {
            return Encode(value);
        }
        finally
        {
            JsonFields.EmptyIsNil = false;
        }
    }

    /// <summary>Encodes an object into a buffer.</summary>
    public static void Encode(ApiType value, IBufferWriter<byte> output)
    {
        using Utf8JsonWriter writer = new(output, KubeJson.WriterOptions);
        value.Write(writer);
        writer.Flush();
    }

    /// <summary>Decodes an object of a known type. Unknown fields are dropped.</summary>
    /// <param name="utf8">One JSON object.</param>
    /// <param name="strictErrors">Where unknown and duplicate fields are told, in upstream's words; null: nobody asks.</param>
    /// <exception cref="JsonDecodeException">It is not JSON, or a value does not fit its field.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> utf8, List<string>? strictErrors = null) where T : ApiType, new()
    {
        T value = new();
        DecodeInto(value, utf8, strictErrors);
        return value;
    }

    /// <summary>Decodes into an object, which keeps what the JSON does not say.</summary>
    /// <inheritdoc cref="Decode{T}"/>
    public static void DecodeInto(ApiType value, ReadOnlySpan<byte> utf8, List<string>? strictErrors = null)
    {
        try
        {
            JsonDecoder decoder = new(utf8, strictErrors);
            decoder.Start();
            value.Decode(ref decoder);
            decoder.End();
        }
        catch (JsonException e)
        {
            throw new JsonDecodeException(e.Message, e);
        }
    }

    /// <summary>Decodes upstream's protobuf with its envelope into an object; a kind takes its apiVersion and kind from there.</summary>
    /// <param name="value">An object of the type that the envelope holds; it keeps what is not said.</param>
    /// <param name="body">The prefix <c>k8s\0</c> and a runtime.Unknown.</param>
    /// <exception cref="ProtoDecodeException">It is no such message, or a value does not fit its field.</exception>
    public static void DecodeProtoInto(ApiType value, ReadOnlySpan<byte> body)
    {
        var envelope = ProtoEnvelope.Read(body);
        DecodeProtoFields(value, envelope.Raw);
        if (value is not KubeKind kind) return;
        if (envelope.ApiVersion.Length > 0) kind.ApiVersion = envelope.ApiVersion;
        if (envelope.Kind.Length > 0) kind.Kind = envelope.Kind;
    }

    /// <summary>Decodes a message without an envelope; apiVersion and kind stay as they are.</summary>
    /// <inheritdoc cref="DecodeProtoInto"/>
    public static void DecodeProtoFields(ApiType value, ReadOnlySpan<byte> body)
    {
        ProtoReader reader = new(body);
        while (reader.Next(out var number)) value.DecodeProtoField(number, ref reader);
    }

    /// <summary>Encodes an object as upstream's protobuf without an envelope, so without apiVersion and kind.</summary>
    public static byte[] EncodeProtoFields(ApiType value)
    {
        ProtoWriter writer = new();
        value.WriteProtoFields(writer);
        return writer.ToArray();
    }

    /// <summary>Encodes an object as upstream's protobuf, in its envelope.</summary>
    public static byte[] EncodeProto(ApiType value)
    {
        ProtoWriter writer = new();
        ProtoEnvelope.Write(writer, value);
        return writer.ToArray();
    }
}
