using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Authorization;

public sealed class SelectedNameTests
{
    [Theory]
    [InlineData("?fieldSelector=metadata.name%3Dmine", 200)]
    [InlineData("?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dmine", 200)]
    [InlineData("?fieldSelector=metadata.name%3Dyours", 403)]
    [InlineData("?fieldSelector=metadata.name!%3Dmine", 403)]
    [InlineData("?fieldSelector=bad", 403)]
    [InlineData("", 403)]
    public async Task Who_may_list_one_name_may_select_it(string query, int code)
    {
        await using var server = await TestApiServer.StartAsync(o => o with
        {
            Security = new SecurityOptions { TokenAuth = "secret,jane,1\nroot,admin,2,\"system:masters\"\n" },
        });
        await Admin.CreateAsync(server, "roles", """{"metadata":{"name":"r"},"rules":[{"verbs":["list","watch"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["mine"]}]}""");
        await Admin.CreateAsync(
            server, "rolebindings",
            """{"metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"jane"}]}""");
        Assert.Equal(code, (await server.SendAsync("GET", "/api/v1/namespaces/default/secrets" + query)).Code);
    }
}
