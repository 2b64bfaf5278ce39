using Kybernet.Api;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer;

/// <summary>
/// Streams between a client and something behind the API server: pods/log, exec, attach, portforward, and proxy of pods,
/// services and nodes. Called after authorization and admission, with the raw HTTP request; it answers by itself.
/// </summary>
public interface IConnectHandler
{
    /// <summary>Serves the request to its end. What it throws as KubeApiException before the answer has begun is answered as a Status.</summary>
    Task ConnectAsync(HttpContext context, ConnectTarget target, CancellationToken cancellation);
}

/// <summary>What a stream is opened to.</summary>
public sealed record ConnectTarget
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The resource: pods, services, nodes.</summary>
    public required GroupVersionResource Resource { get; init; }

    /// <summary>log, exec, attach, portforward, proxy.</summary>
    public required string Subresource { get; init; }

    /// <summary>The namespace, or empty for nodes.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name as in the URL; for proxies it may be <c>scheme:name:port</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What follows the subresource in the URL of a proxy, with its leading slash; else empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>The object as stored, frozen; null for a service or node proxy name that has parts.</summary>
    public KubeObject? Object { get; init; }
}
