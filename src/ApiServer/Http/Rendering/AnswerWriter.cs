using System.Buffers;
using System.IO.Pipelines;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes what the pipeline answered as the client wants to have it.</summary>
internal static class AnswerWriter
{
    // A list is handed to the connection in pieces of this size, so that a large one is never in memory twice.
    private const int FlushBytes = 128 * 1024;

    /// <summary>Writes an answer to its end; a watch until it ends.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="representation">As what.</param>
    /// <param name="query">The request's parameters, for includeObject.</param>
    /// <param name="now">The time from which ages count.</param>
    public static Task WriteAsync(HttpContext context, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider now)
    {
        context.Response.StatusCode = answer.Code;
        if (representation.IsYaml) return WriteYamlAsync(context, answer, representation, query, now);
        if (representation.IsProtobuf) return WriteProtobufAsync(context, KindOf(answer));
        return answer switch
        {
            FailedWatchAnswer failed => WatchWriter.WriteErrorAsync(context, failed.Status),
            WatchAnswer watch => WatchWriter.WriteAsync(context, watch, representation, query, now),
            ListAnswer { Items.Count: > 64 } list when representation.Form == ObjectForm.Whole => WriteLongListAsync(context, list),
            ObjectAnswer { Entry: var entry } when representation.Form == ObjectForm.Whole => WriteEntryAsync(context, entry),
            _ => WriteBufferedAsync(context, answer, representation, query, now),
        };
    }

    /// <summary>Writes a Status or another kind that is no object of a resource.</summary>
    public static Task WriteKindAsync(HttpContext context, int code, KubeKind kind, Representation representation)
    {
        context.Response.StatusCode = code;
        if (representation.IsProtobuf) return WriteProtobufAsync(context, kind);
        var json = KubeCodec.Encode(kind);
        context.Response.ContentType = representation.ContentType;
        return representation.IsYaml
            ? context.Response.WriteAsync(KubeYaml.Write(JsonValue.Parse(json)), context.RequestAborted)
            : WriteBytesAsync(context, json);
    }

    private static KubeKind KindOf(ApiAnswer answer) => answer switch
    {
        KindAnswer kind => kind.Kind,
        ObjectAnswer one => one.Entry.Object,
        _ => throw ApiErrors.NotAcceptable("only the following media types are accepted: application/json, application/yaml"),
    };

    private static async Task WriteProtobufAsync(HttpContext context, KubeKind kind)
    {
        var proto = KubeCodec.EncodeProto(kind);
        context.Response.ContentType = Representation.Protobuf.ContentType;
        context.Response.ContentLength = proto.Length;
        await context.Response.BodyWriter.WriteAsync(proto, context.RequestAborted);
    }

    private static async Task WriteBytesAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentLength = json.Length + 1;
        var output = context.Response.BodyWriter;
        output.Write(json.Span);
        output.Write("\n"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteEntryAsync(HttpContext context, ObjectEntry entry)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = entry.Length + 1;
        var output = context.Response.BodyWriter;
        entry.WriteTo(output);
        output.Write("\n"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteBufferedAsync(
        HttpContext context, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider now)
    {
        ArrayBufferWriter<byte> json = new(4096);
        Render(json, answer, representation, query, now);
        context.Response.ContentType = "application/json";
        await WriteBytesAsync(context, json.WrittenMemory);
    }

    private static async Task WriteYamlAsync(
        HttpContext context, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider now)
    {
        ArrayBufferWriter<byte> json = new(4096);
        Render(json, answer, representation.AsJson, query, now);
        context.Response.ContentType = representation.ContentType;
        await context.Response.WriteAsync(KubeYaml.Write(JsonValue.Parse(json.WrittenSpan)), context.RequestAborted);
    }

    private static async Task WriteLongListAsync(HttpContext context, ListAnswer list)
    {
        context.Response.ContentType = "application/json";
        var output = context.Response.BodyWriter;
        ListWriter.Begin(output, list);
        var pending = 0;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            list.Items[i].WriteItemTo(output);
            pending += list.Items[i].Size;
            if (pending < FlushBytes) continue;
            pending = 0;
            var flushed = await output.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted) return;
        }

        output.Write("]}\n"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    private static void Render(
        IBufferWriter<byte> output, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider now)
    {
        switch (answer, representation.Form)
        {
            case (KindAnswer kind, _):
                KubeCodec.Encode(kind.Kind, output);
                break;
            case (ObjectAnswer one, ObjectForm.Table):
                new TableRenderer(one.Definition, representation.Version, IncludeObjects.Parse(query["includeObject"]), now.GetUtcNow())
                    .Write(output, [one.Entry], ListWriter.Metadata(one.Entry.Revision, "", null));
                break;
            case (ObjectAnswer one, ObjectForm.PartialMetadata):
                PartialMetadata.Write(output, one.Entry, representation.Version);
                break;
            case (ObjectAnswer one, ObjectForm.PartialMetadataList):
                throw ApiErrors.NotAcceptable(
                    $"you requested PartialObjectMetadataList, but the requested object is not a list (*{InternalName(one.Definition.Kind)})");
            case (ObjectAnswer one, _):
                one.Entry.WriteTo(output);
                break;
            case (ListAnswer list, ObjectForm.Table):
                new TableRenderer(list.Definition, representation.Version, IncludeObjects.Parse(query["includeObject"]), now.GetUtcNow())
                    .Write(output, list.Items, ListWriter.Metadata(list.Revision, list.Continue, list.Remaining));
                break;
            case (ListAnswer list, ObjectForm.PartialMetadataList):
                PartialMetadata.WriteList(
                    output, list.Items, representation.Version, ListWriter.Metadata(list.Revision, list.Continue, list.Remaining));
                break;
            case (ListAnswer list, ObjectForm.PartialMetadata):
                throw ApiErrors.NotAcceptable(
                    $"you requested PartialObjectMetadata, but the requested object is a list (*{InternalName(list.Definition.Kind)}List)");
            case (ListAnswer list, _):
                ListWriter.Write(output, list);
                break;
            default:
                throw new InvalidOperationException($"{answer} cannot be rendered");
        }
    }

    private static string InternalName(GroupVersionKind kind) => (kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0]) + "." + kind.Kind;
}
