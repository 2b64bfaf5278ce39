using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.ApiServer.Http.Rendering;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// Every HTTP request from the connection to its answer.
/// <code>
/// 1 headers that every answer has → 2 who calls → 3 resource or path? → 4 which resource and verb → 5 how to answer
///   → 6 body → 7 the pipeline → 8 warnings, answer
/// </code>
/// What is refused anywhere becomes a Status; so does what fails.
/// </summary>
internal sealed partial class ApiHandler(
    ResourceCatalog catalog,
    RequestPipeline pipeline,
    ConnectVerb connect,
    IAuthenticator authenticator,
    Impersonation impersonation,
    PathEndpoints paths,
    RequestMetrics metrics,
    ExecutionEnvironment environment,
    ILogger<ApiHandler> logger)
{
    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var started = environment.Time.GetTimestamp();
        var path = context.Request.Path.Value ?? "/";
        var isResource = ResourcePath.TryParse(path, out var resource) && resource.Resource.Length > 0;
        var definition = isResource ? catalog.Find(new GroupVersionResource(resource.Group, resource.Version, resource.Resource)) : null;
        var query = isResource ? QueryString.Parse(context.Request.QueryString.Value) : QueryValues.None;
        var verb = VerbOf(context.Request.Method, resource, query);
        // Subresources and verbs that do not exist are not counted by name: strangers could think up any number of them.
        var known = definition?.Resource.FindSubresource(resource.Subresource ?? "") is not null ? resource.Subresource! : "";
        var isLong = verb == "watch" || definition?.ConnectHandlers.ContainsKey(known) == true;
        RequestKey key = new(
            CountedVerb(context, verb, isLong), definition, known, isResource && resource.Namespace.Length > 0, isResource && resource.Name.Length > 0,
            query.Has("dryRun"));
        var begun = metrics.Begin(key, isLong);
        try
        {
            await ServeAsync(context, isResource ? resource : null, definition, verb, query, key);
        }
        finally
        {
            var taken = environment.Time.GetElapsedTime(started);
            metrics.End(begun, key, isLong, context.Response.StatusCode, taken, ResponseBody.SizeOf(context));
        }
    }

    // Upstream tells server-side apply from other patches, and streams from what their methods say.
    private static string CountedVerb(HttpContext context, string verb, bool isLong) => verb switch
    {
        "watch" => verb,
        _ when isLong => "connect",
        "patch" when MediaType(context.Request.ContentType) == "application/apply-patch+yaml" => "apply",
        _ => verb,
    };

    private async Task ServeAsync(HttpContext context, ResourcePath? path, ResourceDefinition? definition, string verb, QueryValues query, RequestKey key)
    {
        try
        {
            // 1
            var auditId = AuditId(context);
            context.Response.Headers["Audit-Id"] = auditId;
            context.Response.Headers.CacheControl = "no-cache, private";

            // 2
            var user = await authenticator.AuthenticateAsync(context, context.RequestAborted) ?? throw ApiErrors.Unauthorized();
            user = await impersonation.ApplyAsync(context, user);

            // 3
            if (path is { } resource) await HandleResourceAsync(context, resource, definition, verb, query, user, auditId, key);
            else await paths.HandleAsync(context, user);
        }
        catch (KubeApiException e)
        {
            await RefuseAsync(context, e.Status);
        }
        catch (BadHttpRequestException e)
        {
            // The body comes too slowly, or is none.
            var refusal = e.StatusCode == StatusCodes.Status408RequestTimeout
                ? ApiErrors.Timeout("request did not complete within the allotted timeout")
                : ApiErrors.BadRequest(e.Message);
            await RefuseAsync(context, refusal.Status);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer.
        }
        catch (Exception e)
        {
            LogFailed(e, context.Request.Method, context.Request.Path);
            await RefuseAsync(context, ApiErrors.Internal(e.Message).Status);
        }
    }

    private async Task HandleResourceAsync(
        HttpContext context, ResourcePath path, ResourceDefinition? definition, string verb, QueryValues query, UserInfo user, string auditId,
        RequestKey key)
    {
        // 4
        if (definition is null || !Fits(definition.Resource, path, verb))
        {
            await paths.RefuseUnknownAsync(context, user, path, verb, definition);
            return;
        }

        // 5
        var connects = definition.ConnectHandlers.ContainsKey(path.Subresource);
        var accept = context.Request.Headers.Accept.ToString();
        var representation = connects ? Representation.Json : Negotiator.Negotiate(accept, verb, Negotiator.WantsPretty(context));

        // 6
        using var body = connects || verb is "get" or "list" or "watch" ? default : await RequestBody.ReadAsync(context);
        if (body.Memory.Length > 0) metrics.Body(key, body.Memory.Length);

        // 7
        ApiRequest request = new()
        {
            User = user,
            Verb = verb,
            Definition = definition,
            Namespace = path.Namespace,
            Name = path.Name,
            Subresource = path.Subresource,
            Query = query,
            Body = body.Memory,
            ContentType = MediaType(context.Request.ContentType),
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            AuditId = auditId,
            Received = environment.Now,
            RequestUri = context.Request.Path + context.Request.QueryString,
            SourceAddresses = context.Connection.RemoteIpAddress is { } address ? [address.ToString()] : [],
        };
        if (connects)
        {
            await connect.HandleAsync(context, request, path.Rest);
            return;
        }

        try
        {
            var answer = await pipeline.HandleAsync(request, context.RequestAborted);

            // 8
            Warn(context, request);
            await AnswerWriter.WriteAsync(context, answer, representation, query, environment.Time, metrics.Watches);
        }
        catch (KubeApiException)
        {
            Warn(context, request);
            throw;
        }
    }

    /// <summary>The API verb of a request.</summary>
    public static string VerbOf(string method, in ResourcePath path, QueryValues query)
    {
        if (path.Resource is null) return method is "GET" or "HEAD" ? method.ToLowerInvariant() : "other";
        var named = path.Name.Length > 0;
        return method switch
        {
            "GET" when path.IsOldWatch => "watch",
            "GET" when named => "get",
            "GET" => Pipeline.Options.OptionText.ParseBool(query["watch"]) == true ? "watch" : "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => named ? "delete" : "deletecollection",
            _ => "other",
        };
    }

    /// <summary>Whether there is such a path at all, whatever the method.</summary>
    private static bool Fits(ApiResource resource, in ResourcePath path, string verb)
    {
        if (path.Namespace.Length > 0 && !resource.Namespaced) return false;
        if (resource.Namespaced && path.Namespace.Length == 0 && (path.Name.Length > 0 || verb is "create" or "deletecollection")) return false;
        if (path.Subresource.Length == 0)
            return resource.Verbs.Contains(verb) && (path.Name.Length > 0 == verb is "get" or "update" or "patch" or "delete" || path.IsOldWatch);
        return (path.Rest.Length == 0 || path.Subresource == "proxy") && resource.FindSubresource(path.Subresource)?.Verbs.Contains(verb) == true;
    }

    private static string MediaType(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return "";
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? contentType : contentType[..semicolon].Trim()).ToLowerInvariant();
    }

    private static void Warn(HttpContext context, ApiRequest request)
    {
        foreach (var warning in request.Warnings)
            context.Response.Headers.Append("Warning", $"299 - {GoQuote.Quote(warning)}");
    }

    private string AuditId(HttpContext context)
    {
        var given = context.Request.Headers["Audit-Id"].ToString();
        return given.Length is > 0 and <= 64 && given.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? given : environment.Random.NextUid();
    }

    private async Task RefuseAsync(HttpContext context, Status status)
    {
        if (context.Response.HasStarted)
        {
            // Too late for a Status: the client must see that the answer is not whole.
            context.Abort();
            return;
        }

        if (status.Details?.RetryAfterSeconds is > 0 and var seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            await AnswerWriter.WriteKindAsync(context, status.Code, status, Negotiator.ForStatus(context.Request.Headers.Accept, Negotiator.WantsPretty(context)));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            LogUntold(e.Message);
        }
    }
}
