using System.Collections.Concurrent;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Discovery;

/// <summary>Serves discovery: /api, /apis and below, in the old form and, where a client takes it, aggregated with an ETag.</summary>
internal sealed class DiscoveryEndpoint(ResourceCatalog catalog, string serverAddress) : IPathEndpoint
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private readonly DiscoveryDocuments _documents = new(catalog);
    private readonly ConcurrentDictionary<string, Document?> _cache = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Paths
    {
        get
        {
            yield return "/api";
            yield return "/api/v1";
            yield return "/apis";
            yield return "/apis/";
            foreach (var (group, versions) in _documents.Groups)
            {
                yield return $"/apis/{group}";
                foreach (var version in versions) yield return $"/apis/{group}/{version}";
            }
        }
    }

    /// <inheritdoc/>
    public bool Serves(string path) => Find(path.TrimEnd('/')) is not null;

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var accept = context.Request.Headers.Accept.ToString();
        if (path is not ("/api" or "/apis")) return WriteAsync(context, Find(path)!, Form(accept), cancellation);

        if (!WantsAggregated(accept)) return WriteAsync(context, Find(path)!, Form(accept), cancellation);
        context.Response.Headers.Vary = "Accept";
        var document = Find(path + Aggregated)!;
        context.Response.Headers.ETag = document.ETag;
        if (context.Request.Headers.IfNoneMatch.ToString() == document.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = Aggregated;
        return WriteBytesAsync(context, document.Json, cancellation);
    }

    private Document? Find(string path)
    {
        if (path is not "/api" and not "/apis" && !path.StartsWith("/api", StringComparison.Ordinal)) return null;
        if (_cache.TryGetValue(path, out var known)) return known;
        // Only what exists is kept, so that strangers' paths do not fill the memory.
        return Make(path) is { } json ? _cache.GetOrAdd(path, new Document(json, DiscoveryDocuments.ETag(json))) : null;
    }

    private byte[]? Make(string path)
    {
        if (path == "/api") return _documents.CoreVersions(serverAddress);
        if (path == "/apis") return _documents.GroupList();
        if (path == "/api" + Aggregated) return _documents.Aggregated(core: true);
        if (path == "/apis" + Aggregated) return _documents.Aggregated(core: false);
        return path.Split('/') switch
        {
            ["", "api", var version] => _documents.Resources(new GroupVersion("", version)),
            ["", "apis", var group] => _documents.Group(group),
            ["", "apis", { Length: > 0 } group, var version] => _documents.Resources(new GroupVersion(group, version)),
            _ => null,
        };
    }

    private static bool WantsAggregated(string accept)
    {
        foreach (var clause in AcceptClause.Parse(accept))
        {
            if (clause is { Type: "application/json", As: "APIGroupDiscoveryList", Group: "apidiscovery.k8s.io", Version: "v2" }) return true;
            if (clause.As.Length == 0 && clause.Type is "application/json" or "application/yaml" or "application/vnd.kubernetes.protobuf" or "*/*") return false;
        }

        return false;
    }

    private static Representation Form(string accept)
    {
        if (accept.Length == 0) return Representation.Json;
        foreach (var clause in AcceptClause.Parse(accept))
        {
            if (clause.As.Length > 0) continue;
            if (clause.Type is "application/json" or "*/*") return Representation.Json;
            if (clause.Type == "application/yaml") return Representation.Yaml;
            if (clause.Type == "application/vnd.kubernetes.protobuf") return Representation.Protobuf;
        }

        throw ApiErrors.Make(
            406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + string.Join(", ", MediaTypes.All), new StatusDetails());
    }

    private static Task WriteAsync(HttpContext context, Document document, Representation form, CancellationToken cancellation)
    {
        context.Response.ContentType = form.ContentType;
        if (form.IsProtobuf) return WriteBytesAsync(context, DiscoveryDocuments.ToProtobuf(document.Json), cancellation);
        return form.IsYaml
            ? context.Response.WriteAsync(KubeYaml.Write(JsonValue.Parse(document.Json)), cancellation)
            : WriteBytesAsync(context, document.Json, cancellation);
    }

    private static async Task WriteBytesAsync(HttpContext context, byte[] json, CancellationToken cancellation)
    {
        context.Response.ContentLength = json.Length;
        if (context.Request.Method != "HEAD") await context.Response.BodyWriter.WriteAsync(json, cancellation);
    }

    private sealed record Document(byte[] Json, string ETag);
}
