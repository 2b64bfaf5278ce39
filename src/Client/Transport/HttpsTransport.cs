using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Kybernet.Base;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client;

/// <summary>
/// Requests over HTTPS: HTTP/2 where the server speaks it, as whom the client certificate or token says. Waits and asks
/// again when the server says that it is busy (429 or 5xx with Retry-After), as client-go does.
/// </summary>
public sealed partial class HttpsTransport : IKubeTransport, IDisposable
{
    private const int MaxRetries = 10;

    private readonly ClientConfig _config;
    private readonly ExecutionEnvironment _environment;
    private readonly ILogger _logger;
    private readonly IBearerTokens _token;
    private readonly HttpMessageInvoker _http;

    /// <summary>A transport; it connects when it is first used.</summary>
    public HttpsTransport(ClientConfig config, ExecutionEnvironment environment, ILogger logger)
    {
        _config = config;
        _environment = environment;
        _logger = logger;
        _token = config.BearerTokens ?? new BearerTokenSource(config, environment.Time);
        _http = new HttpMessageInvoker(HttpHandlers.Create(config, environment.Time));
    }

    /// <summary>Where the requests go.</summary>
    public Uri Server => _config.Server;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server cannot be reached or is not trusted.</exception>
    /// <exception cref="TimeoutException">No answer within the configured time.</exception>
    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation) =>
        new(await FetchAsync(request, cancellation));

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server cannot be reached or is not trusted.</exception>
    /// <exception cref="TimeoutException">No answer within the configured time.</exception>
    public async Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation) =>
        ListBody.Read(await FetchAsync(request, cancellation));

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server cannot be reached or is not trusted.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await ExchangeAsync(request, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var change in WatchStream.ReadAsync(stream, WatchStream.MaxLine, cancellation)) yield return change;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> FetchAsync(KubeRequest request, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_config.RequestTimeout, _environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await ExchangeAsync(request, either.Token);
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Verb} {request.Path}: no answer within {_config.RequestTimeout.TotalSeconds:0.#} s", e);
        }
    }

    // Up to the head of a successful answer; its body is still to be read.
    private async Task<HttpResponseMessage> ExchangeAsync(KubeRequest request, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            using var message = HttpRequests.Build(_config, request, await _token.CurrentAsync(cancellation));
            var response = await _http.SendAsync(message, cancellation);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized) _token.Distrust();
                if (retry < MaxRetries && RetryAfter(response) is { } pause)
                {
                    LogBusy(request.Verb, request.Path, (int)response.StatusCode, pause);
                    await _environment.Delay(pause, cancellation);
                    continue;
                }

                var body = await response.Content.ReadAsByteArrayAsync(cancellation);
                throw HttpFailures.From(response.StatusCode, request, body);
            }
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500) return null;
        return response.Headers.TryGetValues("Retry-After", out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null;
    }

    [LoggerMessage(LogLevel.Information, "{Verb} {Path} was answered with {Code}; asking again in {Pause}")]
    private partial void LogBusy(string verb, string path, int code, TimeSpan pause);
}
