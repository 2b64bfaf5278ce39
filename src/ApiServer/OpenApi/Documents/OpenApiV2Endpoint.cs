using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Serves /openapi/v2: the whole API in one document, as JSON or in gnostic's protobuf, which kubectl asks for.</summary>
internal sealed class OpenApiV2Endpoint(IReadOnlyList<ApiResource> resources) : IPathEndpoint
{
    private const string Json = "application/json";
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string OldProtobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private readonly string _hash = SpecHash.Of("v2", resources.Select(r => r.ToString()));

    /// <inheritdoc/>
    public IEnumerable<string> Paths => ["/openapi/v2"];

    /// <inheritdoc/>
    public bool Serves(string path) => path == "/openapi/v2";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        var type = Negotiate(context.Request.Headers.Accept.ToString());
        context.Response.Headers.Vary = "Accept";
        if (SpecResponse.IsKnown(context, $"{_hash}{(type == Json ? "" : "-P")}")) return;
        context.Response.ContentType = type;
        if (context.Request.Method == "HEAD") return;

        var output = context.Response.BodyWriter;
        if (type == Json)
        {
            using JsonSpecSink sink = new(SpecDialect.V2, output);
            await SpecContent.Whole(resources).WriteAsync(sink, SpecDialect.V2, output, cancellation);
        }
        else
        {
            await SpecContent.Whole(resources).WriteAsync(new GnosticSpecSink(output), SpecDialect.V2, output, cancellation);
        }
    }

    private static string Negotiate(string accept)
    {
        if (accept.Length == 0) return Json;
        foreach (var clause in AcceptClause.Parse(accept))
        {
            if (clause.Type is Json or "application/*" or "*/*") return Json;
            if (clause.Type is Protobuf or OldProtobuf) return Protobuf;
        }

        throw ApiErrors.Make(
            406, "NotAcceptable", $"only the following media types are accepted: {Json}, {Protobuf}", new StatusDetails());
    }
}
