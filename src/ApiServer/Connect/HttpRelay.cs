using Kybernet.Client;
using Kybernet.Wire.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.ApiServer.Connect;

/// <summary>Passes a request on to a server behind the API server and its answer back, as it comes.</summary>
/// <param name="http">Dials; shows our certificate where it is asked for.</param>
internal sealed class HttpRelay(HttpMessageInvoker http)
{
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        // Who the caller is has been settled here; the rest is about this connection only.
        "Host", "Authorization", "Cookie", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive", "Upgrade", "Accept-Encoding",
    };

    private static readonly HashSet<string> NotPassedBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Transfer-Encoding", "Keep-Alive", "Upgrade",
    };

    /// <summary>Relays to the end, whether it becomes a stream of another protocol or stays HTTP.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">Where to, with path and query.</param>
    /// <param name="unreachable">What the caller is told when nobody is there, from the reason in Go's words.</param>
    /// <param name="cancellation">Cuts the connection.</param>
    public async Task RunAsync(
        HttpContext context, Uri target, Func<string, KubeApiException> unreachable, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            await TunnelAsync(context, target, cancellation);
            return;
        }

        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), target);
        if (HasBody(context.Request)) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (NotPassedOn.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var response = await SendAsync(request, unreachable, cancellation);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!NotPassedBack.Contains(name)) context.Response.Headers[name] = values.ToArray();
        }

        // Followed logs trickle: each piece goes on as it comes.
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await context.Response.Body.FlushAsync(cancellation);
        }
    }

    private async Task TunnelAsync(HttpContext context, Uri target, CancellationToken cancellation)
    {
        try
        {
            await UpgradeTunnel.RunAsync(context, http, target, cancellation);
        }
        catch (UpgradeRefusedException e) when (e.InnerException is HttpRequestException cause)
        {
            throw ApiErrors.Plain(StatusCodes.Status500InternalServerError, $"error dialing backend: {DialFailure.Describe(target, cause)}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, Func<string, KubeApiException> unreachable, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw unreachable(DialFailure.Describe(request.RequestUri!, e));
        }
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
}
