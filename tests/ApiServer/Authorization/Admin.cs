using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>What tests of others' rights do as somebody who has all.</summary>
internal static class Admin
{
    /// <summary>Creates an object of RBAC in the namespace default, with the token <c>root</c>.</summary>
    public static async Task CreateAsync(TestApiServer server, string resource, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/namespaces/default/" + resource);
        request.Headers.Authorization = new("Bearer", "root");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(201, (int)response.StatusCode);
    }
}
