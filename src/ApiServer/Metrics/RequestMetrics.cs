using System.Collections.Concurrent;
using System.Globalization;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>What is counted of requests, under upstream's names.</summary>
internal sealed class RequestMetrics
{
    private static readonly double[] Seconds =
        [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private static readonly double[] ResponseBytes = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    private static readonly double[] BodyBytes = [.. Enumerable.Range(0, 31).Select(static i => 50_000.0 + (100_000.0 * i))];

    private readonly MetricFamily<Counter> _requests;
    private readonly MetricFamily<Histogram> _durations;
    private readonly MetricFamily<Histogram> _serviceLevels;
    private readonly MetricFamily<Histogram> _responseSizes;
    private readonly MetricFamily<Histogram> _bodySizes;
    private readonly MetricFamily<Gauge> _longRunning;
    private readonly Gauge _mutating;
    private readonly Gauge _reading;

    // By what is asked: the label texts are made once, and counting allocates nothing.
    private readonly ConcurrentDictionary<(RequestKey Request, int Code), Counter> _counters = new();
    private readonly ConcurrentDictionary<RequestKey, OfRequest> _measures = new();

    /// <summary>Adds them to a registry.</summary>
    public RequestMetrics(MetricRegistry registry)
    {
        _requests = registry.Counter(
            "apiserver_request_total", "Counter of apiserver requests broken out for each verb, API resource and HTTP response code.",
            "code", "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version");
        _durations = registry.Histogram(
            "apiserver_request_duration_seconds", "Response latency of requests in seconds.", Seconds,
            "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version");
        _serviceLevels = registry.Histogram(
            "apiserver_request_sli_duration_seconds", "Response latency of requests in seconds, less what others took of it.", Seconds,
            "component", "group", "resource", "scope", "subresource", "verb", "version");
        _responseSizes = registry.Histogram(
            "apiserver_response_sizes", "Sizes of answers to reads in bytes.", ResponseBytes,
            "component", "group", "resource", "scope", "subresource", "verb", "version");
        _bodySizes = registry.Histogram(
            "apiserver_request_body_size_bytes", "Sizes of what was sent, in bytes.", BodyBytes, "group", "resource", "verb");
        _longRunning = registry.Gauge(
            "apiserver_longrunning_requests", "Watches and streams that are open.",
            "component", "group", "resource", "scope", "subresource", "verb", "version");
        var inflight = registry.Gauge("apiserver_current_inflight_requests", "Requests that are being answered.", "request_kind");
        _mutating = inflight.With("mutating");
        _reading = inflight.With("readOnly");
        Watches = new WatchMetrics(registry);
    }

    /// <summary>What watches are sent.</summary>
    public WatchMetrics Watches { get; }

    /// <summary>A request has come.</summary>
    /// <param name="request">What it is.</param>
    /// <param name="isLong">Whether it is a watch or a stream, whose duration says nothing.</param>
    /// <returns>To be handed to <see cref="End"/>.</returns>
    public Gauge Begin(in RequestKey request, bool isLong)
    {
        var gauge = isLong
            ? _longRunning.With("apiserver", request.Group, request.Name, request.Scope, request.Subresource, request.VerbLabel, request.Version)
            : request.Verb is "get" or "list" or "head" ? _reading : _mutating;
        gauge.Add(1);
        return gauge;
    }

    /// <summary>The body of a write was read.</summary>
    public void Body(in RequestKey request, int bytes) => Of(request).Body.Observe(bytes);

    /// <summary>A request is answered.</summary>
    /// <param name="begun">What <see cref="Begin"/> gave.</param>
    /// <param name="request">What it was.</param>
    /// <param name="isLong">Whether it was a watch or a stream.</param>
    /// <param name="code">The HTTP status code.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="bytes">How long the answer is; null when that is not known.</param>
    public void End(Gauge begun, in RequestKey request, bool isLong, int code, TimeSpan duration, long? bytes)
    {
        begun.Add(-1);
        _counters.GetOrAdd((request, code), MakeCounter).Add();
        if (isLong) return;
        var measures = Of(request);
        measures.Duration.Observe(duration.TotalSeconds);
        measures.ServiceLevel.Observe(duration.TotalSeconds);
        if (bytes is { } size && request.Verb is ("get" or "list")) measures.Response.Observe(size);
    }

    private OfRequest Of(in RequestKey request) => _measures.GetOrAdd(request, MakeMeasures);

    private Counter MakeCounter((RequestKey Request, int Code) key)
    {
        var request = key.Request;
        return _requests.With(
            key.Code.ToString(CultureInfo.InvariantCulture), "apiserver", request.DryRunLabel, request.Group, request.Name, request.Scope,
            request.Subresource, request.VerbLabel, request.Version);
    }

    private OfRequest MakeMeasures(RequestKey request)
    {
        string[] labels = ["apiserver", request.Group, request.Name, request.Scope, request.Subresource, request.VerbLabel, request.Version];
        return new OfRequest(
            _durations.With(["apiserver", request.DryRunLabel, .. labels[1..]]),
            _serviceLevels.With(labels),
            new Lazy<Histogram>(() => _responseSizes.With(labels)),
            new Lazy<Histogram>(() => _bodySizes.With(request.Group, request.Name, request.Verb)));
    }

    private sealed class OfRequest(Histogram duration, Histogram serviceLevel, Lazy<Histogram> response, Lazy<Histogram> body)
    {
        public Histogram Duration => duration;

        public Histogram ServiceLevel => serviceLevel;

        public Histogram Response => response.Value;

        public Histogram Body => body.Value;
    }
}
