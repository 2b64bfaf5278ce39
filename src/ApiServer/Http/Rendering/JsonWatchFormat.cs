using System.Buffers;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>A watch as lines of JSON.</summary>
/// <param name="definition">What is watched.</param>
/// <param name="representation">As what its objects are written.</param>
/// <param name="include">What of each object goes with a Table's row.</param>
/// <param name="time">The clock from which ages count.</param>
internal sealed class JsonWatchFormat(ResourceDefinition definition, Representation representation, IncludeObject include, TimeProvider time)
    : IWatchFormat
{
    private static readonly object[] TableKeys = [new(), new(), new(), new(), new(), new()];

    private bool _columnsTold;

    /// <inheritdoc/>
    public string ContentType => MediaType.Json.Name();

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, WatchEventType type, ObjectEntry entry)
    {
        output.Write(Envelope(type));
        WriteObject(output, entry);
        output.Write("}\n"u8);
    }

    /// <summary>Writes the event that tells an error, and is the last.</summary>
    public static void WriteError(IBufferWriter<byte> output, Status status)
    {
        output.Write("{\"type\":\"ERROR\",\"object\":"u8);
        KubeCodec.Encode(status, output);
        output.Write("}\n"u8);
    }

    private static ReadOnlySpan<byte> Envelope(WatchEventType type) => type switch
    {
        WatchEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
        WatchEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
        WatchEventType.Deleted => "{\"type\":\"DELETED\",\"object\":"u8,
        _ => "{\"type\":\"BOOKMARK\",\"object\":"u8,
    };

    private void WriteObject(IBufferWriter<byte> output, ObjectEntry entry)
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
            case ObjectForm.PartialMetadata:
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
