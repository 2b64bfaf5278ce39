using System.Buffers;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes what the pipeline answered as the client wants to have it.</summary>
internal static class AnswerWriter
{
    /// <summary>Writes an answer to its end; a watch until it ends.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="representation">As what.</param>
    /// <param name="query">The request's parameters, for includeObject.</param>
    /// <param name="time">The clock from which ages count.</param>
    /// <param name="metrics">Where a watch's events are counted.</param>
    public static Task WriteAsync(HttpContext context, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider time,
        WatchMetrics metrics)
    {
        context.Response.StatusCode = answer.Code;
        return answer switch
        {
            FailedWatchAnswer failed => WatchWriter.WriteErrorAsync(context, failed.Status, representation),
            WatchAnswer watch => WatchWriter.WriteAsync(context, watch, representation, query, time, metrics.Of(watch.Definition)),
            KindAnswer kind => WriteKindAsync(context, kind.Code, kind.Kind, representation),
            ObjectAnswer { Entry: var entry } when representation is { Form: ObjectForm.Whole, Media: MediaType.Json, IsPretty: false } =>
                ResponseBody.SendAsync(context, new EntryBody(entry)),
            ListAnswer list when representation is { Form: ObjectForm.Whole, Media: MediaType.Json, IsPretty: false } =>
                ResponseBody.SendAsync(context, new ListBody(list)),
            _ when representation.IsProtobuf => WriteProtobufAsync(context, answer, representation),
            _ => WriteRenderedAsync(context, answer, representation, query, time),
        };
    }

    /// <summary>Writes a Status or another kind that is no object of a resource.</summary>
    public static Task WriteKindAsync(HttpContext context, int code, KubeKind kind, Representation representation)
    {
        context.Response.StatusCode = code;
        return representation.IsProtobuf
            ? ResponseBody.SendAsync(context, new BytesBody(representation.ContentType, KubeCodec.EncodeProto(kind)))
            : WriteJsonAsync(context, KubeCodec.Encode(kind), representation);
    }

    private static Task WriteProtobufAsync(HttpContext context, ApiAnswer answer, Representation representation)
    {
        if (answer is ListAnswer list)
        {
            return ResponseBody.SendAsync(context, representation.Form switch
            {
                ObjectForm.PartialMetadata => throw Refusals.IsList(list),
                ObjectForm.PartialMetadataList => ProtoListBody.OfMetadata(list, representation.Version),
                _ => ProtoListBody.Of(list),
            });
        }

        var one = (ObjectAnswer)answer;
        if (representation.Form == ObjectForm.PartialMetadataList) throw Refusals.IsNoList(one);
        ArrayBufferWriter<byte> proto = new(one.Entry.Size);
        ProtoObject.Write(proto, one.Entry, representation);
        return ResponseBody.SendAsync(context, new BytesBody(representation.ContentType, proto.WrittenMemory));
    }

    private static Task WriteRenderedAsync(
        HttpContext context, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider time)
    {
        ArrayBufferWriter<byte> json = new(4096);
        Render(json, answer, representation, query, time);
        return WriteJsonAsync(context, json.WrittenMemory, representation);
    }

    private static Task WriteJsonAsync(HttpContext context, ReadOnlyMemory<byte> json, Representation representation)
    {
        ReadOnlyMemory<byte> body = representation switch
        {
            { IsYaml: true } => Encoding.UTF8.GetBytes(KubeYaml.Write(JsonValue.Parse(json.Span))),
            { IsPretty: true } => PrettyJson.Indent(json.Span),
            _ => (byte[])[.. json.Span, (byte)'\n'],
        };
        return ResponseBody.SendAsync(context, new BytesBody(representation.ContentType, body));
    }

    private static void Render(
        IBufferWriter<byte> output, ApiAnswer answer, Representation representation, QueryValues query, TimeProvider time)
    {
        switch (answer, representation.Form)
        {
            case (ObjectAnswer one, ObjectForm.Table):
                new TableRenderer(one.Definition, representation.Version, IncludeObjects.Parse(query["includeObject"]), time.GetUtcNow())
                    .Write(output, [one.Entry], ListWriter.Metadata(one.Entry.Revision, "", null));
                break;
            case (ObjectAnswer one, ObjectForm.PartialMetadata):
                PartialMetadata.Write(output, one.Entry, representation.Version);
                break;
            case (ObjectAnswer one, ObjectForm.PartialMetadataList):
                throw Refusals.IsNoList(one);
            case (ObjectAnswer one, _):
                one.Entry.WriteTo(output);
                break;
            case (ListAnswer list, ObjectForm.Table):
                new TableRenderer(list.Definition, representation.Version, IncludeObjects.Parse(query["includeObject"]), time.GetUtcNow())
                    .Write(output, list.Items, ListWriter.Metadata(list.Revision, list.Continue, list.Remaining));
                break;
            case (ListAnswer list, ObjectForm.PartialMetadataList):
                PartialMetadata.WriteList(
                    output, list.Items, representation.Version, ListWriter.Metadata(list.Revision, list.Continue, list.Remaining));
                break;
            case (ListAnswer list, ObjectForm.PartialMetadata):
                throw Refusals.IsList(list);
            case (ListAnswer list, _):
                ListWriter.Write(output, list);
                break;
            default:
                throw new InvalidOperationException($"{answer} cannot be rendered");
        }
    }
}
