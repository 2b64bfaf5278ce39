using System.Buffers;
using System.Text;
using Kybernet.ApiServer.Cache;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes only the metadata of objects (meta.k8s.io PartialObjectMetadata), cut out of their JSON.</summary>
internal static class PartialMetadata
{
    /// <summary>Writes one.</summary>
    public static void Write(IBufferWriter<byte> output, ObjectEntry entry, string version)
    {
        output.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/"u8);
        output.Write(Encoding.UTF8.GetBytes(version));
        output.Write("\",\"metadata\":"u8);
        entry.WriteMetadataTo(output);
        output.Write("}"u8);
    }

    /// <summary>Writes a list of them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="entries">The objects.</param>
    /// <param name="version">v1 or v1beta1.</param>
    /// <param name="metadata">The fields of the list's metadata, as JSON without braces.</param>
    public static void WriteList(IBufferWriter<byte> output, IEnumerable<ObjectEntry> entries, string version, ReadOnlySpan<byte> metadata)
    {
        output.Write("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/"u8);
        output.Write(Encoding.UTF8.GetBytes(version));
        output.Write("\",\"metadata\":{"u8);
        output.Write(metadata);
        output.Write("},\"items\":["u8);
        var first = true;
        foreach (var entry in entries)
        {
            if (!first) output.Write(","u8);
            first = false;
            Write(output, entry, version);
        }

        output.Write("]}"u8);
    }
}
