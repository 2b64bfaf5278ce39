using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>/metrics, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricRegistry registry) : IPathEndpoint
{
    /// <inheritdoc/>
    public IEnumerable<string> Paths => ["/metrics"];

    /// <inheritdoc/>
    public bool Serves(string path) => path == "/metrics";

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(registry.Write(), cancellation);
    }
}
