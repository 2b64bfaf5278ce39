using System.Buffers.Binary;
using System.Text;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>A protobuf message as who knows only the wire format reads it: fields by number, in their order.</summary>
internal sealed class Wire
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _fields = [];

    public static Wire Read(byte[] bytes)
    {
        Wire message = new();
        var at = 0;
        while (at < bytes.Length)
        {
            var key = Varint(bytes, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    message._fields.Add((field, Varint(bytes, ref at), null));
                    break;
                case 1:
                    message._fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), null));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    message._fields.Add((field, 0, bytes.AsSpan(at, length).ToArray()));
                    at += length;
                    break;
                default:
                    Assert.Fail($"wire type {key & 7}");
                    break;
            }
        }

        return message;
    }

    public IEnumerable<int> Fields => _fields.Select(static f => f.Field);

    public bool Has(int field) => _fields.Exists(f => f.Field == field);

    public Wire Part(int field) => Parts(field).First();

    public IEnumerable<Wire> Parts(int field) => _fields.Where(f => f.Field == field).Select(f => Read(f.Bytes!));

    public string Text(int field) => Texts(field).First();

    public IEnumerable<string> Texts(int field) => _fields.Where(f => f.Field == field).Select(f => Encoding.UTF8.GetString(f.Bytes!));

    public ulong Number(int field) => _fields.Single(f => f.Field == field).Number;

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            result |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return result;
        }
    }
}
