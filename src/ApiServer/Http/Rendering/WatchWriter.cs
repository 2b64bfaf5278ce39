using System.Buffers;
using System.IO.Pipelines;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>
/// Writes a watch as lines of JSON. What an event carries is made once for all watchers; only the envelope is each one's
/// own.
/// </summary>
internal static class WatchWriter
{
    /// <summary>Writes events as they come, until the stream ends or the client goes.</summary>
    public static async Task WriteAsync(
        HttpContext context, WatchAnswer watch, Representation representation, QueryValues query, TimeProvider time)
    {
        using var stream = watch.Stream;
        var include = representation.Form == ObjectForm.Table ? IncludeObjects.Parse(query["includeObject"]) : default;
        context.Response.ContentType = representation.ContentType;
        await context.Response.StartAsync(context.RequestAborted);
        var output = context.Response.BodyWriter;
        // The client learns at once that the watch is in place.
        await output.FlushAsync(context.RequestAborted);

        Form form = new(watch.Definition, representation, include, time);
        List<WatchItem> batch = [];
        while (await stream.ReadAsync(batch, context.RequestAborted))
        {
            foreach (var item in batch) form.Write(output, item);
            batch.Clear();
            var flushed = await output.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted) return;
        }
    }

    /// <summary>Writes the one event of a watch that failed.</summary>
    public static async Task WriteErrorAsync(HttpContext context, Status status)
    {
        context.Response.ContentType = Representation.Json.ContentType;
        var output = context.Response.BodyWriter;
        output.Write("{\"type\":\"ERROR\",\"object\":"u8);
        KubeCodec.Encode(status, output);
        output.Write("}\n"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    /// <summary>The event of a bookmark: an empty object that carries the revision.</summary>
    public static ObjectEntry Bookmark(ResourceDefinition definition, WatchItem item)
    {
        var obj = (KubeObject)definition.Resource.Kind.Create();
        obj.Metadata.ResourceVersion = ResourceVersion.Format(item.Revision);
        if (item.EndsInitialEvents) obj.Metadata.Annotations["k8s.io/initial-events-end"] = "true";
        return new ObjectEntry(definition.Format, default, KubeCodec.Encode(obj), 0);
    }

    private static ReadOnlySpan<byte> Envelope(WatchEventType type) => type switch
    {
        WatchEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
        WatchEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
        WatchEventType.Deleted => "{\"type\":\"DELETED\",\"object\":"u8,
        _ => "{\"type\":\"BOOKMARK\",\"object\":"u8,
    };

    /// <summary>How this client wants objects.</summary>
    private sealed class Form(ResourceDefinition definition, Representation representation, IncludeObject include, TimeProvider time)
    {
        private bool _columnsTold;

        public void Write(PipeWriter output, WatchItem item)
        {
            output.Write(Envelope(item.Type));
            WriteObject(output, item.Entry ?? Bookmark(definition, item));
            output.Write("}\n"u8);
        }

        private void WriteObject(PipeWriter output, ObjectEntry entry)
        {
            switch (representation.Form)
            {
                case ObjectForm.Table when _columnsTold:
                    // Shared by all who watch Tables of this kind in this second: ages do not differ.
                    output.Write(entry.Rendered(TableKey(), time.GetUtcNow().ToUnixTimeSeconds(), e => Table(e, withColumns: false)));
                    break;
                case ObjectForm.Table:
                    _columnsTold = true;
                    output.Write(Table(entry, withColumns: true));
                    break;
                case ObjectForm.PartialMetadata or ObjectForm.PartialMetadataList:
                    PartialMetadata.Write(output, entry, representation.Version);
                    break;
                default:
                    entry.WriteTo(output);
                    break;
            }
        }

        private byte[] Table(ObjectEntry entry, bool withColumns)
        {
            ArrayBufferWriter<byte> buffer = new(1024);
            new TableRenderer(definition, representation.Version, include, time.GetUtcNow())
                .Write(buffer, [entry], ListWriter.Metadata(entry.Revision, "", null), withColumns);
            return buffer.WrittenSpan.ToArray();
        }

        private object TableKey() => TableKeys[(representation.Version == "v1" ? 0 : 3) + (int)include];
    }

    private static readonly object[] TableKeys = [new(), new(), new(), new(), new(), new()];
}
