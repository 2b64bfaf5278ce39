using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Http.Endpoints;
using Microsoft.AspNetCore.Http;
using QueryString = Kybernet.ApiServer.Http.QueryString;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// Serves /openapi/v3, the list of documents with their hashes, and below it the documents: one a group version, as JSON or in gnostic's protobuf. A document
/// asked for with its hash may be kept by clients for good; with another's hash they are sent to the current one.
/// </summary>
internal sealed class OpenApiV3Endpoint : IPathEndpoint
{
    private const string Root = "/openapi/v3";
    private static readonly SpecForm Form = new("v3");
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private readonly FrozenDictionary<string, (string Hash, Func<SpecContent> Make)> _documents;
    private readonly TimeProvider _time;

    /// <summary>Documents of these resources.</summary>
    public OpenApiV3Endpoint(IReadOnlyList<ApiResource> resources, TimeProvider time)
    {
        _time = time;
        Dictionary<string, (string, Func<SpecContent>)> documents = new(StringComparer.Ordinal);
        var versions = SpecContent.Versions(resources);
        Add("api", () => SpecContent.Single(GroupPaths.Core));
        Add("apis", () => SpecContent.Single(GroupPaths.Groups));
        Add("version", () => SpecContent.Single(GroupPaths.Version));
        Add(".well-known/openid-configuration", () => SpecContent.Single(GroupPaths.OpenIdConfiguration));
        Add("openid/v1/jwks", () => SpecContent.Single(GroupPaths.OpenIdKeys));
        foreach (var version in versions)
        {
            var group = version.Group;
            if (group.Length > 0) Add($"apis/{group}", () => SpecContent.Single(GroupPaths.Group(group)));
            Add(group.Length == 0 ? $"api/{version}" : $"apis/{version}", () => SpecContent.Version(resources, version));
        }

        _documents = documents.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string path, Func<SpecContent> make) =>
            documents[path] = (SpecHash.Of(path, resources.Select(r => r.ToString())), make);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Paths => [Root, Root + "/"];

    /// <inheritdoc/>
    public bool Serves(string path) => path is Root or (Root + "/") || (path.StartsWith(Root + "/", StringComparison.Ordinal) && _documents.ContainsKey(Key(path)));

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        var path = context.Request.Path.Value!;
        return path is Root or (Root + "/") ? WriteIndexAsync(context) : WriteDocumentAsync(context, Key(path), cancellation);
    }

    private static string Key(string path) => path[(Root.Length + 1)..].TrimEnd('/');

    private static string Url(string key, string hash) => $"{Root}/{key}?hash={hash}";

    private Task WriteIndexAsync(HttpContext context)
    {
        JsonObject paths = new();
        foreach (var (key, (hash, _)) in _documents.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            paths[key] = new JsonObject { ["serverRelativeURL"] = Url(key, hash) };
        }

        // Upstream lets Go guess the type, and Go knows no JSON.
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Request.Method == "HEAD"
            ? Task.CompletedTask
            : context.Response.BodyWriter.WriteAsync(((JsonValue)new JsonObject { ["paths"] = paths }).Encode(), context.RequestAborted).AsTask();
    }

    private async Task WriteDocumentAsync(HttpContext context, string key, CancellationToken cancellation)
    {
        var type = Form.Negotiate(context.Request.Headers.Accept.ToString());
        var (hash, make) = _documents[key];
        var wanted = QueryString.Parse(context.Request.QueryString.Value)["hash"];
        if (!string.IsNullOrEmpty(wanted))
        {
            if (wanted != hash)
            {
                context.Response.Redirect(Url(key, hash), permanent: true);
                return;
            }

            context.Response.Headers.CacheControl = "public, immutable";
            context.Response.Headers.Expires = (_time.GetUtcNow() + Kept).ToString("R");
        }

        context.Response.Headers.Vary = "Accept";
        // One tag for both forms, as upstream has it: Vary tells them apart.
        if (SpecResponse.IsKnown(context, hash)) return;
        context.Response.ContentType = type;
        if (context.Request.Method == "HEAD") return;

        var output = context.Response.BodyWriter;
        if (type == SpecForm.Json)
        {
            using JsonSpecSink sink = new(SpecDialect.V3, output);
            await make().WriteAsync(sink, SpecDialect.V3, output, cancellation);
        }
        else
        {
            await make().WriteAsync(new GnosticV3Sink(output), SpecDialect.V3, output, cancellation);
        }
    }
}
