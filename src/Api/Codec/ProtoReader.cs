using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Api;

/// <summary>
/// Reads upstream's protobuf into generated types. Nothing is read beyond the message that is open, unknown fields are
/// skipped, and nesting is bounded.
/// </summary>
internal ref partial struct ProtoReader
{
    /// <summary>Two levels for each level of a JSON schema; far more than any object has.</summary>
    private const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _data;
    private int _position;
    private int _end;
    private int _depth;
    private ProtoWireType _wire;

    public ProtoReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _end = data.Length;
    }

    /// <summary>Moves to the next field of the open message; false at its end.</summary>
    public bool Next(out int number)
    {
        number = 0;
        if (_position == _end) return false;
        var tag = Varint();
        if (tag is < 8 or > uint.MaxValue) throw new ProtoDecodeException($"proto: illegal tag {tag}");
        number = (int)(tag >> 3);
        _wire = (ProtoWireType)(tag & 7);
        if (_wire is < ProtoWireType.Varint or > ProtoWireType.Fixed32 || (_wire == ProtoWireType.EndGroup && _depth == 0))
            throw new ProtoDecodeException($"proto: illegal wireType {(int)_wire}");
        return true;
    }

    /// <summary>Opens the message that is the field's value. Give what it returns to <see cref="Leave"/>.</summary>
    public int Enter()
    {
        var length = Length();
        Deeper();
        var outer = _end;
        _end = _position + length;
        return outer;
    }

    /// <summary>Goes back to the enclosing message; the inner one has been read to its end.</summary>
    public void Leave(int outer)
    {
        _depth--;
        _end = outer;
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip()
    {
        switch (_wire)
        {
            case ProtoWireType.Varint: Varint(); break;
            case ProtoWireType.Fixed64: Take(8); break;
            case ProtoWireType.Fixed32: Take(4); break;
            case ProtoWireType.Bytes: Take(Length()); break;
            case ProtoWireType.StartGroup: SkipGroup(); break;
            default: throw new ProtoDecodeException("proto: unexpected end of group");
        }
    }

    /// <summary>The bytes of the field, not copied.</summary>
    public ReadOnlySpan<byte> ReadSpan() => Take(Length());

    public string ReadString() => Encoding.UTF8.GetString(ReadSpan());

    public byte[] ReadBytes() => ReadSpan().ToArray();

    public long ReadInt64()
    {
        Expect(ProtoWireType.Varint);
        return (long)Varint();
    }

    public int ReadInt32() => (int)ReadInt64();

    public bool ReadBool() => ReadInt64() != 0;

    public double ReadDouble()
    {
        Expect(ProtoWireType.Fixed64);
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
    }

    /// <summary>Reads a message into the given struct, or a new one: of two values of one field, the second adds to the first.</summary>
    public T ReadStruct<T>(T? current) where T : ApiType, new()
    {
        if (current is null)
        {
            current = new T();
            // An object inside another says no kind in protobuf.
            if (current is KubeKind kind) kind.ApiVersion = kind.Kind = "";
        }

        var outer = Enter();
        while (Next(out var number)) current.DecodeProtoField(number, ref this);
        Leave(outer);
        return current;
    }

    private void SkipGroup()
    {
        Deeper();
        while (Next(out _))
        {
            if (_wire == ProtoWireType.EndGroup)
            {
                _depth--;
                return;
            }

            Skip();
        }

        throw Truncated();
    }

    private void Deeper()
    {
        if (++_depth > MaxDepth) throw new ProtoDecodeException($"proto: messages are nested more than {MaxDepth} deep");
    }

    private readonly void Expect(ProtoWireType wire)
    {
        if (_wire != wire) throw new ProtoDecodeException($"proto: wrong wireType = {(int)_wire}, expected {(int)wire}");
    }

    private int Length()
    {
        Expect(ProtoWireType.Bytes);
        var length = Varint();
        if (length > (ulong)(_end - _position)) throw Truncated();
        return (int)length;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _end - _position) throw Truncated();
        var taken = _data.Slice(_position, length);
        _position += length;
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == _end) throw Truncated();
            var next = _data[_position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw new ProtoDecodeException("proto: integer overflow");
    }

    private static ProtoDecodeException Truncated() => new("unexpected EOF");
}
