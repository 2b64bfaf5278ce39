using Kybernet.Api.Core.V1;
using Kybernet.Base;

namespace Kybernet.Client.Tests;

public sealed class KubeClientTests
{
    private readonly FakeTransport _transport = new();
    private readonly KubeClient _client;

    public KubeClientTests() => _client = new KubeClient(_transport);

    [Fact]
    public async Task Lists_follow_the_continue_tokens()
    {
        for (var i = 0; i < 7; i++) await _client.CreateAsync(Make.ConfigMap("a", $"m{i}"));
        _transport.PageSize = 3;
        var list = await _client.ListAsync<ConfigMap>("a");
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5", "m6"], list.Items.Select(m => m.Metadata.Name));
        Assert.Equal(3, _transport.Requests.Count(r => r.Verb == "list"));
    }

    [Fact]
    public async Task A_list_whose_token_expired_begins_anew()
    {
        for (var i = 0; i < 7; i++) await _client.CreateAsync(Make.ConfigMap("a", $"m{i}"));
        _transport.PageSize = 3;
        _transport.Fail = r =>
        {
            if (r.Query.All(q => q.Key != "continue")) return null;
            _transport.PageSize = 0;
            return FakeTransport.Failure(410, "Expired", "The provided continue parameter is too old");
        };
        Assert.Equal(7, (await _client.ListAsync<ConfigMap>("a")).Items.Count);
    }

    [Fact]
    public async Task What_is_returned_is_the_callers_own()
    {
        var created = await _client.CreateAsync(Make.ConfigMap("a", "m"));
        created.Data["x"] = "y";
        Assert.Equal("y", (await _client.UpdateAsync(created)).Data["x"]);
        Assert.Equal("z", (await _client.PatchAsync<ConfigMap>("a", "m", Patch.Merge("""{"data":{"x":"z"}}"""))).Data["x"]);
    }

    [Fact]
    public async Task Conflicts_are_retried()
    {
        Simulation simulation = new();
        await _client.CreateAsync(Make.ConfigMap("a", "m"));
        var attempts = 0;
        simulation.Run(() => RetryOnConflict.RunAsync(
            simulation.Environment,
            async ct =>
            {
                var mine = await _client.GetAsync<ConfigMap>("a", "m", ct);
                if (attempts++ < 2) await _client.UpdateAsync(Make.ConfigMap("a", "m", $"{attempts}"), "", ct);
                mine.Data["winner"] = "me";
                return await _client.UpdateAsync(mine, "", ct);
            },
            CancellationToken.None));
        Assert.Equal(3, attempts);
        Assert.Equal("me", (await _client.GetAsync<ConfigMap>("a", "m")).Data["winner"]);
    }

    [Theory]
    [InlineData("", "v1", "pods", "ns", "p", "status", "/api/v1/namespaces/ns/pods/p/status")]
    [InlineData("apps", "v1", "deployments", "", "", "", "/apis/apps/v1/deployments")]
    [InlineData("rbac.authorization.k8s.io", "v1", "clusterroles", "", "system:node", "", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode")]
    public void Paths(string group, string version, string resource, string ns, string name, string subresource, string path) =>
        Assert.Equal(path, new KubeRequest { Verb = "get", Resource = new(group, version, resource), Namespace = ns, Name = name, Subresource = subresource }.Path);
}
