using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Metrics;

/// <summary>What /metrics tells after a few requests.</summary>
public sealed class ServedMetricsTests
{
    [Fact]
    public async Task Requests_watches_and_decisions_are_counted_under_upstreams_names()
    {
        const string maps = "/api/v1/namespaces/default/configmaps";
        await using var server = await TestApiServer.StartAsync();
        await server.SendAsync("POST", maps + "?dryRun=All", """{"metadata":{"name":"a"}}""");
        await server.SendAsync("POST", maps, """{"metadata":{"name":"a"}}""");
        await server.SendAsync("GET", maps);
        await server.SendAsync("GET", maps + "/a");
        await server.SendAsync("GET", maps + "?watch=true&timeoutSeconds=1");
        await server.SendAsync("DELETE", maps + "/none");
        var told = (await server.SendAsync("GET", "/metrics", accept: null)).Text.Split('\n').ToHashSet();

        const string labels = "group=\"\",resource=\"configmaps\"";
        Has("apiserver_request_total", $$"""{code="201",component="apiserver",dry_run="All",{{labels}},scope="resource",subresource="",verb="POST",version="v1"} 1""");
        Has("apiserver_request_total", $$"""{code="201",component="apiserver",dry_run="",{{labels}},scope="resource",subresource="",verb="POST",version="v1"} 1""");
        Has("apiserver_request_total", $$"""{code="200",component="apiserver",dry_run="",{{labels}},scope="namespace",subresource="",verb="LIST",version="v1"} 1""");
        Has("apiserver_request_total", $$"""{code="404",component="apiserver",dry_run="",{{labels}},scope="resource",subresource="",verb="DELETE",version="v1"} 1""");
        Has("apiserver_request_sli_duration_seconds_count", $$"""{component="apiserver",{{labels}},scope="resource",subresource="",verb="GET",version="v1"} 1""");
        Has("apiserver_response_sizes_count", $$"""{component="apiserver",{{labels}},scope="namespace",subresource="",verb="LIST",version="v1"} 1""");
        Has("apiserver_request_body_size_bytes_count", $$"""{{{labels}},verb="create"} 2""");
        Has("apiserver_watch_events_total", $$"""{{{labels}},version="v1"} 1""");
        Has("apiserver_watch_events_sizes_count", $$"""{{{labels}},version="v1"} 1""");
        Has("apiserver_longrunning_requests", $$"""{component="apiserver",{{labels}},scope="namespace",subresource="",verb="WATCH",version="v1"} 0""");
        Has("apiserver_watch_cache_events_received_total", $$"""{{{labels}}} 1""");
        Has("apiserver_watch_cache_initializations_total", $$"""{{{labels}}} 1""");
        Has("apiserver_storage_objects", """{resource="configmaps"} 1""");
        Has("apiserver_current_inflight_requests", """{request_kind="mutating"} 0""");
        Has("authenticated_user_requests", """{username="admin"} 7""");
        Has("authentication_attempts", """{result="success"} 7""");
        Has("apiserver_admission_controller_admission_duration_seconds_count", """{name="NamespaceLifecycle",operation="CREATE",rejected="false",type="admit"} """, started: true);

        void Has(string name, string rest, bool started = false) =>
            Assert.True(
                told.Any(line => started ? line.StartsWith(name + rest, StringComparison.Ordinal) : line == name + rest),
                $"want {name}{rest}, got\n" + string.Join('\n', told.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal))));
    }
}
