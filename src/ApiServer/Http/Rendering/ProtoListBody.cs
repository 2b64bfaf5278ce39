using System.Buffers;
using System.IO.Pipelines;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>A list as protobuf: metadata is field 1, the items are field 2, of lists of every kind.</summary>
internal sealed class ProtoListBody : IAnswerBody
{
    private const int FlushBytes = 128 * 1024;
    private const int MetadataField = 1, ItemsField = 2;

    private readonly byte[] _head;
    private readonly byte[] _metadata;
    private readonly byte[][] _items;

    private ProtoListBody(string apiVersion, string kind, ListAnswer list, Func<ObjectEntry, byte[]> encode)
    {
        ListMeta metadata = new()
        {
            ResourceVersion = ResourceVersion.Format(list.Revision),
            Continue = list.Continue,
            RemainingItemCount = list.Remaining,
        };
        _metadata = KubeCodec.EncodeProtoFields(metadata);
        _items = new byte[list.Items.Count][];
        var length = ProtoBytes.FieldLength(_metadata.Length);
        for (var i = 0; i < _items.Length; i++) length += ProtoBytes.FieldLength((_items[i] = encode(list.Items[i])).Length);
        _head = ProtoEnvelope.Head(apiVersion, kind, length);
        Length = _head.Length + length + ProtoEnvelope.Tail.Length;
    }

    /// <inheritdoc/>
    public string ContentType => MediaType.Protobuf.Name();

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>A list of whole objects.</summary>
    public static ProtoListBody Of(ListAnswer list) =>
        new(list.Definition.Kind.ApiVersion, list.Definition.Kind.Kind + "List", list, static e => e.ToProto());

    /// <summary>A list of only their metadata.</summary>
    public static ProtoListBody OfMetadata(ListAnswer list, string version) =>
        new("meta.k8s.io/" + version, "PartialObjectMetadataList", list, static e => e.ToMetadataProto());

    /// <inheritdoc/>
    public async ValueTask WriteAsync(PipeWriter output, CancellationToken cancellation)
    {
        output.Write(_head);
        ProtoBytes.Write(output, MetadataField, _metadata);
        var pending = 0;
        foreach (var item in _items)
        {
            ProtoBytes.Write(output, ItemsField, item);
            pending += item.Length;
            if (pending < FlushBytes) continue;
            pending = 0;
            if ((await output.FlushAsync(cancellation)).IsCompleted) return;
        }

        output.Write(ProtoEnvelope.Tail);
        await output.FlushAsync(cancellation);
    }
}
