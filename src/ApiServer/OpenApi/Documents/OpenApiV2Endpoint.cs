using Kybernet.Api;
using Kybernet.ApiServer.Http.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Serves /openapi/v2: the whole API in one document, as JSON or in gnostic's protobuf, which kubectl asks for.</summary>
internal sealed class OpenApiV2Endpoint(IReadOnlyList<ApiResource> resources) : IPathEndpoint
{
    private static readonly SpecForm Form = new("v2");

    private readonly string _hash = SpecHash.Of("v2", resources.Select(r => r.ToString()));

    /// <inheritdoc/>
    public IEnumerable<string> Paths => ["/openapi/v2"];

    /// <inheritdoc/>
    public bool Serves(string path) => path == "/openapi/v2";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        var type = Form.Negotiate(context.Request.Headers.Accept.ToString());
        context.Response.Headers.Vary = "Accept";
        if (SpecResponse.IsKnown(context, $"{_hash}{(type == SpecForm.Json ? "" : "-P")}")) return;
        context.Response.ContentType = type;
        if (context.Request.Method == "HEAD") return;

        var output = context.Response.BodyWriter;
        if (type == SpecForm.Json)
        {
            using JsonSpecSink sink = new(SpecDialect.V2, output);
            await SpecContent.Whole(resources).WriteAsync(sink, SpecDialect.V2, output, cancellation);
        }
        else
        {
            await SpecContent.Whole(resources).WriteAsync(new GnosticV2Sink(output), SpecDialect.V2, output, cancellation);
        }
    }
}
