using System.Buffers;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>JSON for people: in lines, two spaces a level, as Go's MarshalIndent makes it.</summary>
internal static class PrettyJson
{
    /// <summary>Indents compact JSON that is well-formed.</summary>
    public static ReadOnlyMemory<byte> Indent(ReadOnlySpan<byte> json)
    {
        ArrayBufferWriter<byte> output = new(json.Length * 2);
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            var token = json[i];
            switch (token)
            {
                case (byte)'"':
                    var end = StringEnd(json, i);
                    output.Write(json[i..end]);
                    i = end - 1;
                    break;
                case (byte)'{' or (byte)'[' when json[i + 1] is (byte)'}' or (byte)']':
                    output.Write(json.Slice(i++, 2));
                    break;
                case (byte)'{' or (byte)'[':
                    output.Write([token]);
                    Break(output, ++depth);
                    break;
                case (byte)'}' or (byte)']':
                    Break(output, --depth);
                    output.Write([token]);
                    break;
                case (byte)',':
                    output.Write([token]);
                    Break(output, depth);
                    break;
                case (byte)':':
                    output.Write(": "u8);
                    break;
                default:
                    output.Write([token]);
                    break;
            }
        }

        return output.WrittenMemory;
    }

    private static int StringEnd(ReadOnlySpan<byte> json, int start)
    {
        var at = start + 1;
        while (json[at] != '"') at += json[at] == '\\' ? 2 : 1;
        return at + 1;
    }

    private static void Break(ArrayBufferWriter<byte> output, int depth)
    {
        var span = output.GetSpan(1 + (depth * 2));
        span[0] = (byte)'\n';
        span.Slice(1, depth * 2).Fill((byte)' ');
        output.Advance(1 + (depth * 2));
    }
}
