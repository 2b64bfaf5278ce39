using System.Security.Cryptography;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Tests.Harness;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>What others need to check service-account tokens by themselves.</summary>
public sealed class OpenIdTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Others_can_check_a_token_with_what_is_published(bool rsa)
    {
        await using var server = await TestApiServer.StartAsync(o => o with
        {
            AdvertisePort = 6443,
            Security = o.Security with { ServiceAccountIssuer = "https://issuer.example", ServiceAccountSigningKeyPem = rsa ? RsaKey() : null },
        });
        var configuration = await server.SendAsync("GET", "/.well-known/openid-configuration");
        Assert.Equal(
            $$"""{"issuer":"https://issuer.example","jwks_uri":"https://127.0.0.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["{{(rsa ? "RS256" : "ES256")}}"]}""",
            configuration.Text);
        Assert.Equal("public, max-age=3600", configuration.Headers.CacheControl?.ToString());

        await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"me"}}""");
        var request = await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts/me/token", """{"spec":{"audiences":["others"]}}""");
        var keys = await server.SendAsync("GET", "/openid/v1/jwks", accept: "application/jwk-set+json");
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(request.Field("status", "token"), new TokenValidationParameters
        {
            ValidIssuer = "https://issuer.example",
            ValidAudience = "others",
            IssuerSigningKeys = new JsonWebKeySet(keys.Text).Keys,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public async Task Keys_are_only_for_who_takes_their_type()
    {
        await using var server = await TestApiServer.StartAsync();
        var refused = await server.SendAsync("GET", "/openid/v1/jwks");
        Assert.Equal((406, "406: Not Acceptable\n\nAvailable representations: application/jwk-set+json"), (refused.Code, refused.Message));
        Assert.Equal(200, (await server.SendAsync("GET", "/openid/v1/jwks", accept: null)).Code);
    }

    [Fact]
    public async Task An_issuer_without_https_publishes_nothing()
    {
        await using var server = await TestApiServer.StartAsync(o => o with { Security = o.Security with { ServiceAccountIssuer = "kubernetes/serviceaccount" } });
        Assert.Equal(404, (await server.SendAsync("GET", "/.well-known/openid-configuration")).Code);
    }

    private static string RsaKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }
}
