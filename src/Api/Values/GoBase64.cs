using System.Text;

namespace Kybernet.Api;

/// <summary>Base64 as Go reads it where an error says at which byte.</summary>
public static class GoBase64
{
    private const string UrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>
    /// Reads the URL-safe alphabet without padding (Go's RawURLEncoding). Line breaks do not count, nor do bits that are left over,
    /// with which .NET's decoder is stricter.
    /// </summary>
    /// <exception cref="FormatException">It is none; the message is Go's, and counts bytes of UTF-8.</exception>
    public static byte[] DecodeRawUrl(string text)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        List<byte> decoded = new(encoded.Length);
        var (digits, bits, pending) = (0, 0, 0u);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] is (byte)'\r' or (byte)'\n') continue;
            var digit = UrlAlphabet.IndexOf((char)encoded[i], StringComparison.Ordinal);
            if (digit < 0) throw Illegal(i);
            digits++;
            (pending, bits) = (pending << 6 | (uint)digit, bits + 6);
            if (bits < 8) continue;
            bits -= 8;
            decoded.Add((byte)(pending >> bits));
        }

        // One digit alone makes no byte.
        return digits % 4 == 1 ? throw Illegal(encoded.Length - 1) : [.. decoded];
    }

    private static FormatException Illegal(int at) => new($"illegal base64 data at input byte {at}");
}
