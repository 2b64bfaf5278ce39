using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>/metrics and its like, for Prometheus.</summary>
internal sealed class MetricsEndpoint(string path, MetricRegistry registry) : IPathEndpoint
{
    /// <inheritdoc/>
    public IEnumerable<string> Paths => [path];

    /// <inheritdoc/>
    public bool Serves(string asked) => asked == path;

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(registry.Write(), cancellation);
    }
}
