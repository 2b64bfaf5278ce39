using System.Net;
using Kybernet.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// Passes a request to switch protocols on to another server and then only carries bytes: the API server's way between
/// kubectl and a kubelet, whatever they speak with each other.
/// </summary>
public static class UpgradeTunnel
{
    // Who the caller is has been settled on this side; the far side knows us by our certificate.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Host, HeaderNames.Authorization, HeaderNames.Cookie, HeaderNames.ContentLength, HeaderNames.TransferEncoding,
        HeaderNames.KeepAlive, HeaderNames.ProxyAuthorization, "Proxy-Connection",
    };

    private static readonly string[] NotPassedOnPrefixes = ["X-Remote-", "Impersonate-"];

    // What the framework says about the connection and the body itself.
    private static readonly HashSet<string> NotPassedBack = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.KeepAlive,
    };

    /// <summary>
    /// Relays the request to <paramref name="target"/>, then its answer; after a 101 bytes go both ways until one side
    /// hangs up.
    /// </summary>
    /// <param name="context">The request; its response must not have started.</param>
    /// <param name="http">A client from <see cref="UpgradeTransport"/>, with the certificate for the target.</param>
    /// <param name="target">Where to, with path and query.</param>
    /// <param name="cancellation">Cuts the connection.</param>
    /// <exception cref="UpgradeRefusedException">The request asks for no upgrade, or (502) the target cannot be reached.</exception>
    public static async Task RunAsync(HttpContext context, HttpMessageInvoker http, Uri target, CancellationToken cancellation = default)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true })
            throw new UpgradeRefusedException(StatusCodes.Status400BadRequest, "Upgrade request required");

        // 1. The request goes on with the headers by which the two ends agree on a protocol.
        using var request = Request(context.Request, target);
        using var response = await SendAsync(http, request, cancellation);
        await using var far = await response.Content.ReadAsStreamAsync(cancellation);

        // 2. The answer comes back as it is.
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            if (!NotPassedBack.Contains(name)) context.Response.Headers[name] = values.ToArray();
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            await StreamCopy.ToEndAsync(far, context.Response.Body, cancellation);
            return;
        }

        // 3. From now on nobody here understands what is said. Neither WebSocket nor SPDY half-closes its connection, so when
        //    one side has ended, the whole is over.
        await using var near = await upgrade.UpgradeAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (up, down) = (CarryAsync(near, far, stop.Token), CarryAsync(far, near, stop.Token));
        await Task.WhenAny(up, down);
        await stop.CancelAsync();
        await Task.WhenAll(up, down);
    }

    private static HttpRequestMessage Request(HttpRequest incoming, Uri target)
    {
        var request = UpgradeTransport.Request(new(incoming.Method), target);
        foreach (var (name, values) in incoming.Headers)
        {
            var passes = !NotPassedOn.Contains(name)
                && !NotPassedOnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (passes) request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new UpgradeRefusedException(
                StatusCodes.Status502BadGateway, $"error dialing backend: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static async Task CarryAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        try
        {
            await StreamCopy.ToEndAsync(from, to, cancellation);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // However it ended, it is over.
        }
    }
}
