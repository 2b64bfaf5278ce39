using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.Http.Negotiation;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Authentication.OpenId;

/// <summary>Serves the documents by which others check service-account tokens. What they say is public, and may be kept for an hour.</summary>
internal sealed class OpenIdEndpoint(OpenIdDocuments documents) : IPathEndpoint
{
    private const string Configuration = "/.well-known/openid-configuration";
    private const string Keys = "/openid/v1/jwks";

    /// <inheritdoc/>
    public IEnumerable<string> Paths => [Configuration, Keys];

    /// <inheritdoc/>
    public bool Serves(string path) => path.TrimEnd('/') is Configuration or Keys;

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        var isKeys = context.Request.Path.Value!.StartsWith(Keys, StringComparison.Ordinal);
        var type = isKeys ? "application/jwk-set+json" : "application/json";
        RefuseOthers(context.Request.Headers.Accept.ToString(), type);
        var body = isKeys ? documents.Keys : documents.Configuration;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.ContentLength = body.Length;
        if (context.Request.Method != "HEAD") await context.Response.BodyWriter.WriteAsync(body, cancellation);
    }

    private static void RefuseOthers(string accept, string type)
    {
        if (accept.Length == 0 || AcceptClause.Parse(accept).Exists(c => c.Type == type || c.Type == "*/*")) return;
        throw ApiErrors.Make(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + type, new StatusDetails());
    }
}
