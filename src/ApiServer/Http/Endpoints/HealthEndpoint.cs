using System.Text;
using Kybernet.Api;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>/healthz, /livez and /readyz, whole or a check at a time; told at length with <c>?verbose</c>, less some with <c>?exclude=</c>.</summary>
/// <param name="root">The path: <c>/livez</c>.</param>
/// <param name="checks">What is checked.</param>
/// <param name="metrics">Where it is counted how checks come out.</param>
internal sealed class HealthEndpoint(string root, IReadOnlyList<HealthCheck> checks, HealthMetrics metrics) : IPathEndpoint
{
    /// <inheritdoc/>
    public IEnumerable<string> Paths => [root, .. checks.Select(c => $"{root}/{c.Name}")];

    /// <inheritdoc/>
    public bool Serves(string path) => path == root || path == root + "/" || checks.Any(c => IsPathOf(path, c));

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var path = context.Request.Path.Value!;
        var single = checks.FirstOrDefault(c => IsPathOf(path, c));
        return single is null ? WriteAllAsync(context, cancellation) : WriteOneAsync(context, single, cancellation);
    }

    private bool IsPathOf(string path, HealthCheck check) =>
        path.Length == root.Length + 1 + check.Name.Length && path.StartsWith(root, StringComparison.Ordinal) && path.EndsWith("/" + check.Name, StringComparison.Ordinal);

    private static async Task WriteOneAsync(HttpContext context, HealthCheck check, CancellationToken cancellation)
    {
        if (await check.IsHealthyAsync(cancellation))
        {
            await context.Response.WriteAsync("ok", cancellation);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await context.Response.WriteAsync($"internal server error: {check.Name} is not healthy\n", cancellation);
    }

    private async Task WriteAllAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = QueryString.Parse(context.Request.QueryString.Value);
        HashSet<string> excluded = new(query.All("exclude"), StringComparer.Ordinal);
        StringBuilder text = new();
        var failed = false;
        foreach (var check in checks)
        {
            if (excluded.Remove(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            var healthy = await check.IsHealthyAsync(cancellation);
            metrics.Checked(check.Name, root[1..], healthy);
            failed |= !healthy;
            text.Append(healthy ? "[+]" : "[-]").Append(check.Name).Append(healthy ? " ok\n" : " failed: reason withheld\n");
        }

        if (excluded.Count > 0)
            text.Append("warn: some health checks cannot be excluded: no matches for ").AppendJoin(',', excluded.Select(GoQuote.Quote)).Append('\n');
        text.Append(root.AsSpan(1)).Append(failed ? " check failed\n" : " check passed\n");
        if (failed) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await context.Response.WriteAsync(failed || query["verbose"] is not null ? text.ToString() : "ok", cancellation);
    }
}
