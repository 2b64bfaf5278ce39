using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes lists out of their items' bytes.</summary>
internal static class ListWriter
{
    /// <summary>Writes a whole list.</summary>
    public static void Write(IBufferWriter<byte> output, ListAnswer list)
    {
        output.Write(list.Definition.Format.ListHead);
        output.Write(Metadata(list.Revision, list.Continue, list.Remaining));
        output.Write("},\"items\":["u8);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            list.Items[i].WriteItemTo(output);
        }

        output.Write("]}"u8);
    }

    /// <summary>The fields of a list's metadata, as JSON without braces.</summary>
    public static ReadOnlySpan<byte> Metadata(long revision, string next, long? remaining)
    {
        ArrayBufferWriter<byte> buffer = new(64);
        using Utf8JsonWriter writer = new(buffer, KubeJson.WriterOptions);
        writer.WriteStartObject();
        if (revision > 0) writer.WriteString("resourceVersion"u8, ResourceVersion.Format(revision));
        if (next.Length > 0) writer.WriteString("continue"u8, next);
        if (remaining is { } count) writer.WriteNumber("remainingItemCount"u8, count);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan[1..^1];
    }
}
