using System.Buffers;
using System.IO.Pipelines;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>A list as JSON, put together of its items' stored bytes while it is sent: a large one is never in memory twice.</summary>
internal sealed class ListBody : IAnswerBody
{
    private const int FlushBytes = 128 * 1024;

    private readonly ListAnswer _list;
    private readonly byte[] _metadata;

    /// <summary>The body of a list.</summary>
    public ListBody(ListAnswer list)
    {
        _list = list;
        _metadata = ListWriter.Metadata(list.Revision, list.Continue, list.Remaining).ToArray();
        // The head, the metadata, `},"items":[`, the items with commas between them, `]}` and the line end.
        var length = (long)list.Definition.Format.ListHead.Length + _metadata.Length + 11 + Math.Max(list.Items.Count - 1, 0) + 3;
        foreach (var item in list.Items) length += item.ItemLength;
        Length = length;
    }

    /// <inheritdoc/>
    public string ContentType => "application/json";

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(PipeWriter output, CancellationToken cancellation)
    {
        output.Write(_list.Definition.Format.ListHead);
        output.Write(_metadata);
        output.Write("},\"items\":["u8);
        var pending = 0;
        for (var i = 0; i < _list.Items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            _list.Items[i].WriteItemTo(output);
            pending += _list.Items[i].ItemLength;
            if (pending < FlushBytes) continue;
            pending = 0;
            if ((await output.FlushAsync(cancellation)).IsCompleted) return;
        }

        output.Write("]}\n"u8);
        await output.FlushAsync(cancellation);
    }
}
