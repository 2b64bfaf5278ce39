using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Kybernet.Api.Json;

/// <summary>
/// Escapes exactly what Go's encoding/json escapes: quotes, backslashes, control characters, <c>&lt; &gt; &amp;</c>, and
/// the two line separators. All else is written as it is.
/// </summary>
public sealed class KubeJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<byte> Unusual = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b >= 0x80 || Escapes(b)).Select(b => (byte)b)]);
    private static readonly SearchValues<char> UnusualChars =
        SearchValues.Create([.. Enumerable.Range(0, 0x10000).Where(c => c is >= 0xd800 and < 0xe000 || Escapes(c)).Select(c => (char)c)]);

    private KubeJsonEncoder()
    {
    }

    /// <summary>The one there is.</summary>
    public static KubeJsonEncoder Shared { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => Escapes(unicodeScalar);

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        ReadOnlySpan<char> rest = new(text, textLength);
        for (var at = 0; ;)
        {
            var next = rest[at..].IndexOfAny(UnusualChars);
            if (next < 0) return -1;
            at += next;

            // Past the specials, all that stops the search is a surrogate: a good pair passes.
            if (Rune.DecodeFromUtf16(rest[at..], out var rune, out var used) != OperationStatus.Done || Escapes(rune.Value)) return at;
            at += used;
        }
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var at = 0; ;)
        {
            var next = utf8Text[at..].IndexOfAny(Unusual);
            if (next < 0) return -1;
            at += next;
            if (Rune.DecodeFromUtf8(utf8Text[at..], out var rune, out var used) != OperationStatus.Done || Escapes(rune.Value)) return at;
            at += used;
        }
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> target = new(buffer, bufferLength);
        var letter = unicodeScalar switch
        {
            '"' or '\\' => (char)unicodeScalar,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (letter != '\0')
        {
            numberOfCharactersWritten = 2;
            return $"\\{letter}".TryCopyTo(target);
        }

        return target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten);
    }

    private static bool Escapes(int scalar) => scalar is < 0x20 or '"' or '\\' or '<' or '>' or '&' or 0x2028 or 0x2029;
}
