using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A protobuf message that is being put together: the few wire types that gnostic's messages use.</summary>
internal sealed class ProtobufMessage
{
    private const int EightBytes = 1;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The encoded message so far.</summary>
    public ReadOnlySpan<byte> Encoded => _bytes.WrittenSpan;

    /// <summary>Adds a string; an empty one is left out.</summary>
    public ProtobufMessage Text(int field, string? value) => string.IsNullOrEmpty(value) ? this : ChosenText(field, value);

    /// <summary>Adds the string that was chosen of a oneof: even an empty one tells that it was.</summary>
    public ProtobufMessage ChosenText(int field, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Header(field, length);
        _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length)));
        return this;
    }

    /// <summary>Adds each of several strings.</summary>
    public ProtobufMessage Texts(int field, IEnumerable<string> values)
    {
        foreach (var value in values) Text(field, value);
        return this;
    }

    /// <summary>Adds a boolean; false is left out.</summary>
    public ProtobufMessage Flag(int field, bool value) => value ? ChosenFlag(field, value) : this;

    /// <summary>Adds the boolean that was chosen of a oneof.</summary>
    public ProtobufMessage ChosenFlag(int field, bool value)
    {
        Number((uint)field << 3);
        Number(value ? 1u : 0u);
        return this;
    }

    /// <summary>Adds the floating-point number that was chosen of a oneof.</summary>
    public ProtobufMessage ChosenNumber(int field, double value)
    {
        Number((uint)field << 3 | EightBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    /// <summary>Adds a message; null is left out, an empty one is not.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage? value)
    {
        if (value is null) return this;
        Header(field, value._bytes.WrittenCount);
        _bytes.Write(value._bytes.WrittenSpan);
        return this;
    }

    /// <summary>Adds each of several messages.</summary>
    public ProtobufMessage Messages(int field, IEnumerable<ProtobufMessage> values)
    {
        foreach (var value in values) Message(field, value);
        return this;
    }

    private void Header(int field, int length)
    {
        Number((uint)field << 3 | LengthDelimited);
        Number((uint)length);
    }

    private void Number(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
