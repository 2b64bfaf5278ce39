using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>Where a thread encodes what it has to, one thing after the other, before each is copied into an array of its own size.</summary>
internal sealed class EncodingScratch
{
    private const int FirstBytes = 4096;

    // A thread that had to do with a large object once is not to hold on to that much for good.
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static EncodingScratch? _own;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstBytes);
    private readonly Utf8JsonWriter _writer;

    private EncodingScratch() => _writer = new Utf8JsonWriter(_buffer, KubeJson.WriterOptions);

    /// <summary>Something as JSON.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="write">Writes it; it may encode other things on its way.</param>
    public static byte[] Encode<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        // Taken from its place while it is in use: what is encoded on the way gets a fresh one. It is not put back after a failure.
        var scratch = _own ?? new EncodingScratch();
        _own = null;
        var json = scratch.Run(value, write);
        if (scratch._buffer.Capacity <= MaxKeptBytes) _own = scratch;
        return json;
    }

    private byte[] Run<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        write(_writer, value);
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
