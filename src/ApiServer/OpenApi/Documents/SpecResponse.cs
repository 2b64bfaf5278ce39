using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Spares clients what they already have.</summary>
internal static class SpecResponse
{
    /// <summary>Tells the document's ETag; true when the client has that one, and the answer is done: 304.</summary>
    public static bool IsKnown(HttpContext context, string hash)
    {
        var tag = $"\"{hash}\"";
        context.Response.Headers.ETag = tag;
        if (!context.Request.Headers.IfNoneMatch.Any(v => v is not null && v.Contains(tag, StringComparison.Ordinal))) return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
