using System.Collections.Concurrent;
using System.Globalization;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>What is counted of requests, under upstream's names.</summary>
internal sealed class RequestMetrics
{
    private static readonly double[] Seconds =
        [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private readonly MetricFamily<Counter> _requests;
    private readonly MetricFamily<Histogram> _durations;
    private readonly MetricFamily<Gauge> _longRunning;
    private readonly Gauge _mutating;
    private readonly Gauge _reading;

    // By what is asked: the label texts are made once, and counting allocates nothing.
    private readonly ConcurrentDictionary<(string Verb, ResourceDefinition? Resource, string Subresource, bool Namespaced, int Code), Counter> _counters = new();
    private readonly ConcurrentDictionary<(string Verb, ResourceDefinition? Resource, string Subresource, bool Namespaced), Histogram> _histograms = new();

    /// <summary>Adds them to a registry.</summary>
    public RequestMetrics(MetricRegistry registry)
    {
        _requests = registry.Counter(
            "apiserver_request_total", "Counter of apiserver requests broken out for each verb, API resource and HTTP response code.",
            "code", "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version");
        _durations = registry.Histogram(
            "apiserver_request_duration_seconds", "Response latency of requests in seconds.", Seconds,
            "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version");
        _longRunning = registry.Gauge(
            "apiserver_longrunning_requests", "Watches and streams that are open.",
            "component", "group", "resource", "scope", "subresource", "verb", "version");
        var inflight = registry.Gauge("apiserver_current_inflight_requests", "Requests that are being answered.", "request_kind");
        _mutating = inflight.With("mutating");
        _reading = inflight.With("readOnly");
    }

    /// <summary>A request has come. Dispose the result when it is answered.</summary>
    /// <param name="verb">The API verb, lower case.</param>
    /// <param name="resource">The resource; null for a path that is none.</param>
    /// <param name="subresource">The subresource, or empty.</param>
    /// <param name="namespaced">Whether it is about one namespace.</param>
    /// <param name="isLong">Whether it is a watch or a stream, whose duration says nothing.</param>
    public Gauge Begin(string verb, ResourceDefinition? resource, string subresource, bool namespaced, bool isLong)
    {
        var gauge = isLong
            ? _longRunning.With(
                "apiserver", resource?.Gvr.Group ?? "", resource?.Gvr.Resource ?? "", Scope(verb, namespaced), subresource,
                VerbLabel(verb), resource?.Gvr.Version ?? "")
            : verb is "get" or "list" or "head" ? _reading : _mutating;
        gauge.Add(1);
        return gauge;
    }

    /// <summary>A request is answered.</summary>
    public void End(
        Gauge begun, string verb, ResourceDefinition? resource, string subresource, bool namespaced, bool isLong, int code, TimeSpan duration)
    {
        begun.Add(-1);
        _counters.GetOrAdd((verb, resource, subresource, namespaced, code), MakeCounter).Add();
        if (!isLong) _histograms.GetOrAdd((verb, resource, subresource, namespaced), MakeHistogram).Observe(duration.TotalSeconds);
    }

    private Counter MakeCounter((string Verb, ResourceDefinition? Resource, string Subresource, bool Namespaced, int Code) key) => _requests.With(
        key.Code.ToString(CultureInfo.InvariantCulture), "apiserver", "", key.Resource?.Gvr.Group ?? "", key.Resource?.Gvr.Resource ?? "",
        Scope(key.Verb, key.Namespaced), key.Subresource, VerbLabel(key.Verb), key.Resource?.Gvr.Version ?? "");

    private Histogram MakeHistogram((string Verb, ResourceDefinition? Resource, string Subresource, bool Namespaced) key) => _durations.With(
        "apiserver", "", key.Resource?.Gvr.Group ?? "", key.Resource?.Gvr.Resource ?? "",
        Scope(key.Verb, key.Namespaced), key.Subresource, VerbLabel(key.Verb), key.Resource?.Gvr.Version ?? "");

    // Upstream counts writes by their HTTP method.
    private static string VerbLabel(string verb) => verb switch
    {
        "create" => "POST",
        "update" => "PUT",
        _ => verb.ToUpperInvariant(),
    };

    private static string Scope(string verb, bool namespaced) =>
        verb is "get" or "update" or "patch" or "delete" or "create" ? "resource" : namespaced ? "namespace" : "cluster";
}
