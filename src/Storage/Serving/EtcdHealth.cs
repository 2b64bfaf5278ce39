using System.Text.Json;
using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Storage.Serving;

/// <summary>What etcd tells over plain HTTP: /health, /version and /metrics, under its names.</summary>
internal sealed class EtcdHealth
{
    private readonly IEmbeddedStore _store;
    private readonly MetricRegistry _metrics = new();
    private readonly Gauge _allocated;
    private readonly Gauge _used;

    public EtcdHealth(IEmbeddedStore store)
    {
        _store = store;
        ProcessMetrics.AddTo(_metrics);
        _allocated = _metrics.Gauge("etcd_mvcc_db_total_size_in_bytes", "Bytes that the store's files take on disk.").With();
        _used = _metrics.Gauge("etcd_mvcc_db_total_size_in_use_in_bytes", "Bytes of them that hold something.").With();
        var hasLeader = _metrics.Gauge("etcd_server_has_leader", "Whether writes are taken.").With();
        var revision = _metrics.Gauge("etcd_debugging_mvcc_current_revision", "The store's revision.").With();
        var compacted = _metrics.Gauge("etcd_debugging_mvcc_compact_revision", "The revision up to which history is gone.").With();
        _metrics.OnCollect(() =>
        {
            hasLeader.Value = store.Ailment is null ? 1 : 0;
            revision.Value = store.CurrentRevision;
            compacted.Value = store.CompactedRevision;
        });
    }

    /// <summary>Answers, if it is one of the paths; else false.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        switch (http.Request.Path.Value)
        {
            case "/health":
                var reason = _store.Ailment?.Message ?? "";
                if (reason.Length > 0) http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await WriteAsync(
                    http, "application/json", $$"""{"health":"{{(reason.Length == 0 ? "true" : "false")}}","reason":{{Quoted(reason)}}}""");
                return true;
            case "/version":
                await WriteAsync(
                    http, "application/json",
                    $$"""{"etcdserver":"{{MaintenanceService.Version}}","etcdcluster":"{{MaintenanceService.Version}}"}""");
                return true;
            case "/metrics":
                await MeasureAsync(http.RequestAborted);
                await WriteAsync(http, "text/plain; version=0.0.4; charset=utf-8", _metrics.Write());
                return true;
            default:
                return false;
        }
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        if (_store.Ailment is not null) return;
        var size = await _store.MeasureAsync(cancellation);
        _allocated.Value = size.AllocatedBytes;
        _used.Value = size.UsedBytes;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static Task WriteAsync(HttpContext http, string type, string text)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
