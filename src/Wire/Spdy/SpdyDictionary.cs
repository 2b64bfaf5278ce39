using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// The words that both sides of SPDY/3 know before the first header is compressed. The compressor refers to them by
/// position, so every byte counts: the whole must have the checksum <see cref="Adler32"/>.
/// </summary>
internal static class SpdyDictionary
{
    /// <summary>The checksum by which zlib's stream header names this dictionary.</summary>
    public const uint Adler32 = 0xe3c6a7c2;

    /// <summary>The dictionary's 1423 bytes.</summary>
    public static ReadOnlySpan<byte> Bytes => Content;

    // Each of these is preceded by its length in four bytes, as in a header block.
    private const string Words =
        "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow "
        + "authorization cache-control connection content-base content-encoding content-language content-length "
        + "content-location content-md5 content-range content-type date etag expect expires from host if-match "
        + "if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma "
        + "proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade "
        + "user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie "
        + "keep-alive origin";

    private const string Tail =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
        + "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized"
        + "403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
        + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
        + "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,"
        + "text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    private static readonly byte[] Content = Build();

    private static byte[] Build()
    {
        using MemoryStream bytes = new();
        Span<byte> length = stackalloc byte[4];
        foreach (var entry in Words.Split(' '))
        {
            var word = Encoding.ASCII.GetBytes(entry.Replace('_', ' '));
            BinaryPrimitives.WriteInt32BigEndian(length, word.Length);
            bytes.Write(length);
            bytes.Write(word);
        }

        bytes.Write(Encoding.ASCII.GetBytes(Tail));
        return bytes.ToArray();
    }
}
