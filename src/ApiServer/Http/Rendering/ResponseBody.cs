using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Sends the body of an answer, compressed when it is large and the client takes that (upstream's APIResponseCompression).</summary>
internal static class ResponseBody
{
    /// <summary>Longer bodies are compressed.</summary>
    public const int CompressedBeyond = 128 * 1024;

    private static readonly object CompressedSize = new();

    /// <summary>Sends a body with its headers.</summary>
    public static async Task SendAsync<T>(HttpContext context, T body) where T : IAnswerBody
    {
        var response = context.Response;
        response.ContentType = body.ContentType;
        if (body.Length > CompressedBeyond && TakesGzip(context.Request.Headers.AcceptEncoding.ToString()))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Append("Vary", "Accept-Encoding");
            // Level 1, as upstream: what is saved on the wire must not cost more in the processor.
            CountingStream counted = new(response.Body);
            var output = PipeWriter.Create(new GZipStream(counted, CompressionLevel.Fastest, leaveOpen: true));
            await body.WriteAsync(output, context.RequestAborted);
            await output.CompleteAsync();
            context.Items[CompressedSize] = counted.Written;
            return;
        }

        response.ContentLength = body.Length;
        await body.WriteAsync(response.BodyWriter, context.RequestAborted);
    }

    /// <summary>How many bytes were sent as the body; null when that is not known.</summary>
    public static long? SizeOf(HttpContext context) =>
        context.Response.ContentLength ?? (context.Items.TryGetValue(CompressedSize, out var size) ? (long?)size : null);

    private static bool TakesGzip(string header)
    {
        foreach (var part in header.AsSpan().Split(','))
        {
            if (header.AsSpan()[part].Trim() is "gzip") return true;
        }

        return false;
    }
}
