using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>A watch's body: one JSON event a line.</summary>
internal static class WatchStream
{
    /// <summary>The longest line that is taken: twice the largest object.</summary>
    public const int MaxLine = 2 * 3 * 1024 * 1024;

    public static async IAsyncEnumerable<TransportEvent> ReadAsync(
        Stream stream, int maxLine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        try
        {
            long searched = 0;
            while (true)
            {
                var result = await reader.ReadAsync(cancellation);
                var buffer = result.Buffer;
                while (FindLine(ref buffer, ref searched) is { } line)
                {
                    if (line.Length > 0) yield return Parse(line);
                }

                if (result.IsCompleted)
                {
                    // A last line without its end is a connection cut off in the middle: it is not told as an event.
                    yield break;
                }

                if (buffer.Length > maxLine) throw new InvalidDataException($"a watch event is longer than {maxLine} bytes");
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <summary>Cuts the first line off the buffer and copies it; null when there is no whole one.</summary>
    private static byte[]? FindLine(ref ReadOnlySequence<byte> buffer, ref long searched)
    {
        var rest = buffer.Slice(searched);
        if (rest.PositionOf((byte)'\n') is not { } end)
        {
            // Where the line's end is not, it need not be looked for again when more has come.
            searched = buffer.Length;
            return null;
        }

        searched = 0;
        var line = buffer.Slice(0, end).ToArray();
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return line;
    }

    private static TransportEvent Parse(byte[] line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
        string? type = null;
        ReadOnlyMemory<byte> value = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("not a watch event");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.GetString();
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                value = line.AsMemory(start..(int)reader.BytesConsumed);
            }
            else
            {
                reader.Skip();
            }
        }

        return type switch
        {
            "ADDED" => new(WatchEventType.Added, new(value)),
            "MODIFIED" => new(WatchEventType.Modified, new(value)),
            "DELETED" => new(WatchEventType.Deleted, new(value)),
            "BOOKMARK" => new(WatchEventType.Bookmark, new(value)),
            "ERROR" => throw new KubeApiException(
                HttpFailures.ReadStatus(value.Span) ?? throw new JsonException("a watch error without a Status")),
            _ => throw new JsonException($"unknown watch event type \"{type}\""),
        };
    }
}
