using System.Buffers;

namespace Kybernet.Wire.Streams;

/// <summary>Carries bytes from one stream to another.</summary>
internal static class StreamCopy
{
    private const int BufferLength = 32 * 1024;

    /// <summary>Copies until <paramref name="from"/> ends, handing each piece on as soon as it is there.</summary>
    public static async Task ToEndAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (await from.ReadAsync(buffer.AsMemory(0, BufferLength), cancellation) is var got and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, got), cancellation);
                await to.FlushAsync(cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What comes until the end, at most <paramref name="max"/> bytes; the rest is dropped.</summary>
    public static async Task<byte[]> ReadToEndAsync(Stream from, int max, CancellationToken cancellation)
    {
        using MemoryStream all = new();
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, cancellation) is var got and > 0)
            all.Write(buffer, 0, (int)Math.Min(got, max - all.Length));
        return all.ToArray();
    }
}
