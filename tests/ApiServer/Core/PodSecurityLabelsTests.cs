using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>What is judged of PodSecurity: the labels of namespaces.</summary>
public sealed class PodSecurityLabelsTests : IAsyncLifetime
{
    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("enforce", "", "must be one of privileged, baseline, restricted")]
    [InlineData("audit", "Baseline", "must be one of privileged, baseline, restricted")]
    [InlineData("warn-version", "1.30", "must be \"latest\" or \"v1.x\"")]
    [InlineData("enforce-version", "v1.030", "must be \"latest\" or \"v1.x\"")]
    public async Task A_level_or_version_that_there_is_not_is_refused(string label, string value, string why)
    {
        var answer = await CreateAsync(label, value);
        Assert.Equal(
            (422, $"Namespace \"a\" is invalid: metadata.labels[pod-security.kubernetes.io/{label}]: Invalid value: \"{value}\": {why}"),
            (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("enforce", "restricted", true)]
    [InlineData("enforce", "privileged", false)]
    [InlineData("enforce-version", "v1.36", false)]
    [InlineData("warn", "baseline", false)]
    [InlineData("audit-version", "latest", false)]
    public async Task Who_wants_pods_to_be_held_to_a_level_is_told_that_they_are_not(string label, string value, bool told)
    {
        var answer = await CreateAsync(label, value);
        Assert.Equal(201, answer.Code);
        Assert.Equal(told, answer.Headers.TryGetValues("Warning", out var warnings) && warnings.Any(w => w.Contains("holds pods to the level")));
    }

    [Fact]
    public async Task A_change_must_be_right_too()
    {
        await CreateAsync("enforce", "baseline");

        var wrong = await PatchAsync("strict");
        var right = await PatchAsync("restricted");

        Assert.Equal((422, 200), (wrong.Code, right.Code));
    }

    private Task<Answer> CreateAsync(string label, string value) => _server.SendAsync(
        "POST", "/api/v1/namespaces", $$$$"""{"metadata":{"name":"a","labels":{"pod-security.kubernetes.io/{{{{label}}}}":"{{{{value}}}}"}}}""");

    private Task<Answer> PatchAsync(string level) => _server.SendAsync(
        "PATCH", "/api/v1/namespaces/a", $$$$"""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"{{{{level}}}}"}}}""", "application/merge-patch+json");
}
