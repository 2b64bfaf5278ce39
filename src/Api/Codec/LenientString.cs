using System.Globalization;
using System.Text;

namespace Kybernet.Api.Json;

/// <summary>
/// Decodes a JSON string that .NET's reader refuses (invalid UTF-8, lone surrogates) as Go's decoder does: what is
/// wrong becomes U+FFFD.
/// </summary>
internal static class LenientString
{
    public static string Decode(ReadOnlySpan<byte> raw, bool escaped)
    {
        var text = Encoding.UTF8.GetString(raw);
        return escaped ? Unescape(text) : text;
    }

    private static string Unescape(string text)
    {
        StringBuilder result = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            var c = text[++i];
            if (c == 'u')
            {
                result.Append((char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                result.Append(c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => c });
            }
        }

        return ReplaceLoneSurrogates(result);
    }

    private static string ReplaceLoneSurrogates(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) text[i] = '�';
        }

        return text.ToString();
    }
}
