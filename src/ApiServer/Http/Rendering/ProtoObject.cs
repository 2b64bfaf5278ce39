using System.Buffers;
using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes one object, or its metadata, as protobuf in its envelope.</summary>
internal static class ProtoObject
{
    /// <summary>Writes it.</summary>
    public static void Write(IBufferWriter<byte> output, ObjectEntry entry, Representation representation)
    {
        if (representation.Form == ObjectForm.Whole) Write(output, entry.Format.Kind.ApiVersion, entry.Format.Kind.Kind, entry.ToProto());
        else Write(output, "meta.k8s.io/" + representation.Version, "PartialObjectMetadata", entry.ToMetadataProto());
    }

    private static void Write(IBufferWriter<byte> output, string apiVersion, string kind, byte[] message)
    {
        output.Write(ProtoEnvelope.Head(apiVersion, kind, message.Length));
        output.Write(message);
        output.Write(ProtoEnvelope.Tail);
    }
}
