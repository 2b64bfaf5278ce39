using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Api;

/// <summary>
/// Writes upstream's protobuf from the end to the beginning: when the length of a message must be written, the message is
/// there already, so that no size is ever counted beforehand. Fields, items and entries are given last first.
/// </summary>
internal sealed partial class ProtoWriter
{
    private byte[] _buffer = new byte[1024];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public byte[] ToArray() => _buffer.AsSpan(_buffer.Length - Length).ToArray();

    /// <summary>Makes what was written since <paramref name="mark"/> a message.</summary>
    /// <param name="number">The field whose value it is.</param>
    /// <param name="mark">The <see cref="Length"/> before its last field was written.</param>
    public void Close(int number, int mark)
    {
        Varint((ulong)(Length - mark));
        Tag(number, ProtoWireType.Bytes);
    }

    /// <summary>Begins a message whose bytes are written elsewhere.</summary>
    public void Head(int number, long length)
    {
        Varint((ulong)length);
        Tag(number, ProtoWireType.Bytes);
    }

    public void Prepend(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void Write(int number, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        Varint((ulong)length);
        Tag(number, ProtoWireType.Bytes);
    }

    public void Write(int number, ReadOnlySpan<byte> value)
    {
        Prepend(value);
        Varint((ulong)value.Length);
        Tag(number, ProtoWireType.Bytes);
    }

    public void Write(int number, byte[] value) => Write(number, value.AsSpan());

    // A negative int32 takes ten bytes, as upstream's does.
    public void Write(int number, long value)
    {
        Varint((ulong)value);
        Tag(number, ProtoWireType.Varint);
    }

    public void Write(int number, int value) => Write(number, (long)value);

    public void Write(int number, bool value) => Write(number, value ? 1L : 0L);

    public void Write(int number, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        Tag(number, ProtoWireType.Fixed64);
    }

    public void Write(int number, ApiType value)
    {
        var mark = Length;
        value.WriteProtoFields(this);
        Close(number, mark);
    }

    private void Tag(int number, ProtoWireType wire) => Varint(((ulong)number << 3) | (uint)wire);

    private void Varint(ulong value)
    {
        var length = 1;
        for (var rest = value >> 7; rest != 0; rest >>= 7) length++;
        var target = Reserve(length);
        for (var i = 0; i < length - 1; i++, value >>= 7) target[i] = (byte)(value | 0x80);
        target[length - 1] = (byte)value;
    }

    private Span<byte> Reserve(int length)
    {
        if (_buffer.Length - Length < length)
        {
            var larger = new byte[Math.Max(_buffer.Length * 2, Length + length)];
            _buffer.AsSpan(_buffer.Length - Length).CopyTo(larger.AsSpan(larger.Length - Length));
            _buffer = larger;
        }

        Length += length;
        return _buffer.AsSpan(_buffer.Length - Length, length);
    }
}
