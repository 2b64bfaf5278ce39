using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>Everything that is no resource: finds the endpoint of a path, or says that there is none.</summary>
internal sealed class PathEndpoints(IReadOnlyList<IPathEndpoint> endpoints, ResourceCatalog catalog, IAuthorizer authorizer)
{
    /// <summary>Answers a request on a path.</summary>
    /// <exception cref="Client.KubeApiException">It is refused.</exception>
    public async Task HandleAsync(HttpContext context, UserInfo user)
    {
        var path = context.Request.Path.Value ?? "/";
        await AuthorizeAsync(new AuthorizationAttributes
        {
            User = user,
            Verb = context.Request.Method.ToLowerInvariant(),
            Path = path,
        }, context.RequestAborted);

        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (path == "/")
        {
            await WriteIndexAsync(context);
            return;
        }

        foreach (var endpoint in endpoints)
        {
            if (!endpoint.Serves(path)) continue;
            await endpoint.HandleAsync(context, context.RequestAborted);
            return;
        }

        if (ResourcePath.TryParse(path, out var resource) && HasGroup(resource.Group)) throw ApiErrors.NoSuchResource();
        await NotFoundAsync(context);
    }

    /// <summary>Refuses a request on a resource that is not there, or does not do that.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="path">For what.</param>
    /// <param name="verb">What they want with it.</param>
    /// <param name="definition">The resource, if there is one of that name.</param>
    public async Task RefuseUnknownAsync(HttpContext context, UserInfo user, ResourcePath path, string verb, ResourceDefinition? definition)
    {
        await AuthorizeAsync(new AuthorizationAttributes
        {
            User = user,
            Verb = verb,
            IsResourceRequest = true,
            Group = path.Group,
            Version = path.Version,
            Resource = path.Resource,
            Subresource = path.Subresource,
            Namespace = path.Namespace,
            Name = path.Name,
        }, context.RequestAborted);

        if (definition is not null && HasPath(definition.Resource, path)) throw ApiErrors.MethodNotAllowed();
        if (HasGroup(path.Group)) throw ApiErrors.NoSuchResource();
        await NotFoundAsync(context);
    }

    private async ValueTask AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var decision = await authorizer.AuthorizeAsync(attributes, cancellation);
        if (!decision.IsAllowed) throw Refusal.Of(attributes, decision.Reason);
    }

    private static bool HasPath(ApiResource resource, in ResourcePath path)
    {
        if (path.Namespace.Length > 0 && !resource.Namespaced) return false;
        if (resource.Namespaced && path.Namespace.Length == 0 && path.Name.Length > 0) return false;
        return path.Subresource.Length == 0 || resource.FindSubresource(path.Subresource) is not null;
    }

    private bool HasGroup(string group) => catalog.Served.Any(d => d.Gvr.Group == group);

    private Task WriteIndexAsync(HttpContext context)
    {
        var paths = endpoints.SelectMany(static e => e.Paths).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        JsonArray list = [];
        foreach (var path in paths) list.Add(path);
        return WriteJsonAsync(context, new JsonObject { ["paths"] = list });
    }

    /// <summary>Answers with JSON for people: indented.</summary>
    public static Task WriteJsonAsync(HttpContext context, JsonObject value)
    {
        context.Response.ContentType = "application/json";
        using var document = JsonDocument.Parse(((JsonValue)value).Encode());
        return context.Response.WriteAsync(
            JsonSerializer.Serialize(document.RootElement, Indented), context.RequestAborted);
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
    }
}
