using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Metrics;

/// <summary>Probes, as people and kubelets ask them.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Probes_tell_at_length_alone_and_less_some()
    {
        await using var server = await TestApiServer.StartAsync();
        Assert.Equal("ok", (await server.SendAsync("GET", "/livez")).Text);
        Assert.Equal("ok", (await server.SendAsync("GET", "/readyz/shutdown")).Text);
        Assert.Equal(404, (await server.SendAsync("GET", "/livez/shutdown")).Code);

        var told = (await server.SendAsync("GET", "/readyz?verbose&exclude=etcd&exclude=nothing")).Text;
        Assert.StartsWith("[+]ping ok\n[+]etcd excluded: ok\n[+]poststarthook/start-system-namespaces-controller ok\n", told, StringComparison.Ordinal);
        Assert.EndsWith("warn: some health checks cannot be excluded: no matches for \"nothing\"\nreadyz check passed\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_checks_come_out_is_counted_apart()
    {
        await using var server = await TestApiServer.StartAsync();
        await server.SendAsync("GET", "/livez");
        await server.SendAsync("GET", "/livez?exclude=ping");
        var told = (await server.SendAsync("GET", "/metrics/slis", accept: null)).Text.Split('\n');
        Assert.Contains("kubernetes_healthcheck{name=\"etcd\",type=\"livez\"} 1", told);
        Assert.Contains("kubernetes_healthchecks_total{name=\"etcd\",status=\"success\",type=\"livez\"} 2", told);
        Assert.Contains("kubernetes_healthchecks_total{name=\"ping\",status=\"success\",type=\"livez\"} 1", told);
    }
}
