using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>Serves paths that are no resource: health, version, discovery, OpenAPI ... Comes after authorization for the path.</summary>
internal interface IPathEndpoint
{
    /// <summary>The paths it wants listed at <c>/</c>.</summary>
    IEnumerable<string> Paths { get; }

    /// <summary>Whether the path is one of its.</summary>
    bool Serves(string path);

    /// <summary>Answers a GET.</summary>
    Task HandleAsync(HttpContext context, CancellationToken cancellation);
}
