using System.Text;

namespace Kybernet.Cluster.Bench.Http2;

/// <summary>The little of HPACK (RFC 7541) that a client with fixed headers needs: indexed and literal fields, and the status.</summary>
internal static class Hpack
{
    // Indices of the static table.
    public const int Authority = 1;
    public const int Method = 2;
    public const int Path = 4;
    public const int Accept = 19;
    public const int Authorization = 23;
    public const int ContentType = 31;
    public const int UserAgent = 58;

    /// <summary>The first index of the dynamic table: what was put there last.</summary>
    public const int Newest = 62;

    public const byte SchemeHttps = 0x87;
    private const int StatusName = 8;

    /// <summary>A field that both tables know.</summary>
    public static byte[] Indexed(int index) => Integer(0x80, 7, index);

    /// <summary>A field with a known name whose value the other side is to remember.</summary>
    public static byte[] Remembered(int name, string value) => [.. Integer(0x40, 6, name), .. Text(value)];

    /// <summary>A field with a known name, not remembered.</summary>
    public static byte[] Literal(int name, string value) => [.. Integer(0, 4, name), .. Text(value)];

    /// <summary>The method: GET and POST are in the static table.</summary>
    public static byte[] MethodField(string method) => method switch
    {
        "GET" => Indexed(2),
        "POST" => Indexed(3),
        _ => Literal(Method, method),
    };

    /// <summary>Writes an integer with a prefix of some bits (RFC 7541, 5.1); returns how many bytes.</summary>
    public static int WriteInteger(Span<byte> target, byte first, int prefixBits, int value)
    {
        var limit = (1 << prefixBits) - 1;
        if (value < limit)
        {
            target[0] = (byte)(first | value);
            return 1;
        }

        target[0] = (byte)(first | limit);
        value -= limit;
        var at = 1;
        for (; value >= 128; value >>= 7) target[at++] = (byte)(value & 127 | 128);
        target[at++] = (byte)value;
        return at;
    }

    /// <summary>The status of an answer: its first field, as we let the server remember nothing.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static int Status(ReadOnlySpan<byte> block)
    {
        // Sizes of the dynamic table may come first.
        while (block.Length > 0 && (block[0] & 0xe0) == 0x20) block = block[1..];
        if (block.Length == 0) throw new InvalidDataException("an answer without a status");
        if ((block[0] & 0x80) != 0)
        {
            return (block[0] & 0x7f) switch
            {
                8 => 200, 9 => 204, 10 => 206, 11 => 304, 12 => 400, 13 => 404, 14 => 500,
                _ => throw new InvalidDataException("an answer that does not begin with its status"),
            };
        }

        var name = (block[0] & 0x40) != 0 ? block[0] & 0x3f : block[0] & 0x0f;
        if (name is < StatusName or > 14) throw new InvalidDataException("an answer that does not begin with its status");
        var length = block[1] & 0x7f;
        var value = block.Slice(2, length);
        return (block[1] & 0x80) == 0 ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : HuffmanDigits(value);
    }

    // Digits in Huffman's code: 0, 1 and 2 have five bits, the others six.
    private static int HuffmanDigits(ReadOnlySpan<byte> text)
    {
        var bits = 0;
        foreach (var b in text) bits = bits << 8 | b;
        var left = text.Length * 8;
        var number = 0;
        while (left >= 5)
        {
            var five = bits >> (left - 5) & 31;
            if (five <= 2)
            {
                number = number * 10 + five;
                left -= 5;
                continue;
            }

            if (left < 6) break;
            var six = bits >> (left - 6) & 63;
            if (six is < 25 or > 31) break;
            number = number * 10 + six - 25 + 3;
            left -= 6;
        }

        return number;
    }

    private static byte[] Text(string value)
    {
        var bytes = Encoding.ASCII.GetBytes(value);
        return [.. Integer(0, 7, bytes.Length), .. bytes];
    }

    private static byte[] Integer(byte first, int prefixBits, int value)
    {
        Span<byte> bytes = stackalloc byte[6];
        return bytes[..WriteInteger(bytes, first, prefixBits, value)].ToArray();
    }
}
