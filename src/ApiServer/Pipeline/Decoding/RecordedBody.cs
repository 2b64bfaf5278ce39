using System.Text.Json;
using Kybernet.Api;

namespace Kybernet.ApiServer.Pipeline.Decoding;

/// <summary>What a client sent as the audit log shows it: always one JSON value on one line, whatever it was sent as.</summary>
internal static class RecordedBody
{
    /// <summary>The body as JSON; empty when there is none, or when it is damaged: upstream shows what was decoded, and nothing was.</summary>
    public static ReadOnlyMemory<byte> Of(string contentType, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return default;
        try
        {
            return contentType switch
            {
                BodyFormat.Protobuf => FromProtobuf(body.Span),
                BodyFormat.Yaml => BodyFormat.ToJson(BodyFormat.Yaml, body, null),
                _ => RawJson.Parse(body.Span).Utf8.ToArray(),
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return default;
        }
    }

    private static byte[] FromProtobuf(ReadOnlySpan<byte> body)
    {
        var envelope = ProtoEnvelope.Read(body);
        var version = GroupVersion.Parse(envelope.ApiVersion);
        if (ApiCatalog.FindKind(new GroupVersionKind(version.Group, version.Version, envelope.Kind)) is not { } info) return [];
        var obj = info.Create();
        KubeCodec.DecodeProtoInto(obj, body);
        return KubeCodec.Encode(obj);
    }
}
