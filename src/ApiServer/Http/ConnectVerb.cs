using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Opens streams to what is behind the server: authorizes and admits them, finds the object, and hands the connection on.</summary>
internal sealed class ConnectVerb(ServerParts parts, RequestPipeline pipeline)
{
    /// <summary>Serves the stream to its end.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="rest">What follows the subresource in the path.</param>
    public async Task HandleAsync(HttpContext context, ApiRequest request, string rest)
    {
        var cancellation = context.RequestAborted;
        await pipeline.AuthorizeAsync(request, cancellation);
        var resource = request.Definition.Storage!;
        var obj = parts.Caches[resource].Find(request.Namespace, PlainName(request))?.Object
            ?? throw ApiErrors.NotFound(resource.Resource.GroupResource, request.Name);
        AdmissionRequest admission = new()
        {
            Operation = AdmissionOperation.Connect,
            User = request.User,
            Resource = request.Definition.Resource,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            OldObject = obj,
            Warn = request.Warn,
        };
        await parts.Admission.MutateAsync(admission, cancellation);
        await parts.Admission.ValidateAsync(admission, cancellation);
        var handler = request.Definition.ConnectHandlers[request.Subresource];
        ConnectTarget target = new()
        {
            User = request.User,
            Resource = request.Definition.Gvr,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            Path = rest,
            Object = obj,
        };
        await handler.ConnectAsync(context, target, cancellation);
    }

    // Proxies take scheme:name:port, of which scheme and port may be left out.
    private static string PlainName(ApiRequest request)
    {
        if (request.Subresource != "proxy") return request.Name;
        var parts = request.Name.Split(':');
        return parts.Length == 3 ? parts[1] : parts[0];
    }
}
