using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes watches, event by event.</summary>
internal static class WatchWriter
{
    private const int FlushBytes = 128 * 1024;

    /// <summary>Writes events as they come, until the stream ends or the client goes.</summary>
    public static async Task WriteAsync(
        HttpContext context, WatchAnswer watch, Representation representation, QueryValues query, TimeProvider time,
        WatchMetrics.OfResource metrics)
    {
        using var stream = watch.Stream;
        var include = representation.Form == ObjectForm.Table ? IncludeObjects.Parse(query["includeObject"]) : default;
        IWatchFormat format = representation.IsProtobuf
            ? new ProtoWatchFormat(representation)
            : new JsonWatchFormat(watch.Definition, representation, include, time);
        context.Response.ContentType = format.ContentType;
        await context.Response.StartAsync(context.RequestAborted);
        var output = context.Response.BodyWriter;
        // The client learns at once that the watch is in place.
        await output.FlushAsync(context.RequestAborted);

        List<WatchItem> batch = [];
        while (await stream.ReadAsync(batch, context.RequestAborted))
        {
            // An event has one object, and no list can be made of it: upstream finds out with the first event, and ends.
            if (representation.Form == ObjectForm.PartialMetadataList) return;
            foreach (var item in batch)
            {
                var before = output.UnflushedBytes;
                format.Write(output, item.Type, item.Entry ?? Bookmark(watch.Definition, item));
                metrics.Sent(output.UnflushedBytes - before);
                // Many events may wait, and large ones: a slow reader is to cost no more than a piece of them.
                if (output.UnflushedBytes > FlushBytes && (await output.FlushAsync(context.RequestAborted)).IsCompleted) return;
            }

            batch.Clear();
            var flushed = await output.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted) return;
        }
    }

    /// <summary>Writes the one event of a watch that failed.</summary>
    public static async Task WriteErrorAsync(HttpContext context, Status status, Representation representation)
    {
        context.Response.ContentType = representation.IsProtobuf ? MediaTypes.Streams[1] : MediaType.Json.Name();
        if (representation.IsProtobuf) ProtoWatchFormat.WriteError(context.Response.BodyWriter, status);
        else JsonWatchFormat.WriteError(context.Response.BodyWriter, status);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The event of a bookmark: an empty object that carries the revision.</summary>
    public static ObjectEntry Bookmark(ResourceDefinition definition, WatchItem item)
    {
        var obj = (KubeObject)definition.Resource.Kind.Create();
        obj.Metadata.ResourceVersion = ResourceVersion.Format(item.Revision);
        if (item.EndsInitialEvents) obj.Metadata.Annotations["k8s.io/initial-events-end"] = "true";
        return new ObjectEntry(definition.Format, default, KubeCodec.Encode(obj), 0);
    }
}
