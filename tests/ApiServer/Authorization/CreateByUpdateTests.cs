using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>Who may change objects may not therefore make them, though PUT and apply make what is not there.</summary>
public sealed class CreateByUpdateTests
{
    private const string Role =
        """{"metadata":{"name":"r"},"rules":[{"verbs":[VERBS],"apiGroups":["","coordination.k8s.io"],"resources":["configmaps","leases"]}]}""";

    [Theory]
    [InlineData("\"update\",\"patch\"", 403)]
    [InlineData("\"update\",\"patch\",\"create\"", 201)]
    public async Task It_takes_the_right_to_create(string verbs, int code)
    {
        await using var server = await TestApiServer.StartAsync(o => o with
        {
            Security = new SecurityOptions { TokenAuth = "secret,jane,1\nroot,admin,2,\"system:masters\"\n" },
        });
        await Admin.CreateAsync(server, "roles", Role.Replace("VERBS", verbs, StringComparison.Ordinal));
        await Admin.CreateAsync(
            server, "rolebindings",
            """{"metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"jane"}]}""");

        var put = await server.SendAsync("PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/l", """{"metadata":{"name":"l"}}""");
        var applied = await server.SendAsync(
            "PATCH", "/api/v1/namespaces/default/configmaps/c?fieldManager=m", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}""",
            "application/apply-patch+yaml");
        Assert.Equal((code, code), (put.Code, applied.Code));
        if (code == 403) Assert.StartsWith("configmaps \"c\" is forbidden: ", applied.Message);
    }

    [Fact]
    public async Task A_version_of_what_is_gone_does_not_count()
    {
        await using var server = await TestApiServer.StartAsync();
        var put = await server.SendAsync(
            "PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/l", """{"metadata":{"name":"l","resourceVersion":"5"}}""");
        Assert.Equal(201, put.Code);
        Assert.NotEqual("5", put.Field("metadata", "resourceVersion"));
    }
}
