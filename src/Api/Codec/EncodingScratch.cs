using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>Where a thread encodes its objects, one after the other, before they are copied into arrays of their own size.</summary>
internal sealed class EncodingScratch
{
    private const int FirstBytes = 4096;

    // A thread that had to do with a large object once is not to hold on to that much for good.
    private const int MaxKeptBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstBytes);
    private readonly Utf8JsonWriter _writer;

    public EncodingScratch() => _writer = new Utf8JsonWriter(_buffer, KubeJson.WriterOptions);

    /// <summary>Whether it can be used for the next object without holding too much memory.</summary>
    public bool IsWorthKeeping => _buffer.Capacity <= MaxKeptBytes;

    /// <summary>The object as JSON. After a failure the scratch must not be used again.</summary>
    public byte[] Encode(ApiType value)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        value.Write(_writer);
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
