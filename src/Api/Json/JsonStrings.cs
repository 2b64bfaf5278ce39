using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>JSON strings read as leniently as Go reads them.</summary>
internal static class JsonStrings
{
    public static string Read(ref Utf8JsonReader reader)
    {
        var utf8 = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return reader.ValueIsEscaped ? Unescape(utf8) : Encoding.UTF8.GetString(utf8);
    }

    // The reader has checked that every escape is well formed.
    private static string Unescape(ReadOnlySpan<byte> utf8)
    {
        StringBuilder text = new(utf8.Length);
        while (utf8.IndexOf((byte)'\\') is >= 0 and var plain)
        {
            text.Append(Encoding.UTF8.GetString(utf8[..plain]));
            utf8 = utf8[plain..];
            if (utf8[1] == 'u')
            {
                AppendUnits(text, ref utf8);
                continue;
            }

            text.Append(utf8[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var self => (char)self,
            });
            utf8 = utf8[2..];
        }

        return text.Append(Encoding.UTF8.GetString(utf8)).ToString();
    }

    // One \uXXXX, or two that make a pair; a surrogate without its other half becomes U+FFFD.
    private static void AppendUnits(StringBuilder text, ref ReadOnlySpan<byte> utf8)
    {
        IsUnit(utf8, out var unit);
        utf8 = utf8[6..];
        if (char.IsHighSurrogate(unit) && IsUnit(utf8, out var low) && char.IsLowSurrogate(low))
        {
            text.Append(unit).Append(low);
            utf8 = utf8[6..];
        }
        else
        {
            text.Append(char.IsSurrogate(unit) ? '\ufffd' : unit);
        }
    }

    private static bool IsUnit(ReadOnlySpan<byte> utf8, out char unit)
    {
        unit = default;
        if (utf8.Length < 6 || utf8[0] != '\\' || utf8[1] != 'u') return false;
        if (!Utf8Parser.TryParse(utf8.Slice(2, 4), out ushort value, out _, 'x')) return false;
        unit = (char)value;
        return true;
    }
}
