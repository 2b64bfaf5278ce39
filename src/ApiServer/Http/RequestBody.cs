using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>A request's body in memory, up to the size that the API takes. The memory is rented: dispose it.</summary>
internal readonly struct RequestBody(byte[]? rented, int length) : IDisposable
{
    /// <summary>The largest body, as upstream has it.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const int FirstRent = 4096;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Memory => rented.AsMemory(0, length);

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="Client.KubeApiException">413: it is too large.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        var announced = context.Request.ContentLength;
        if (announced == 0) return default;
        if (announced > MaxBytes) throw TooLarge();
        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced ?? FirstRent));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length) buffer = Grow(buffer, length);
                var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
                if (read == 0) return new RequestBody(buffer, length);
                length += read;
                if (length > MaxBytes) throw TooLarge();
                if (length == announced) return new RequestBody(buffer, length);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static Exception TooLarge() => ApiErrors.TooLarge($"limit is {MaxBytes}");
}
