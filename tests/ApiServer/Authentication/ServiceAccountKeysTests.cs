using System.Security.Cryptography;
using Kybernet.ApiServer.Authentication;
using Microsoft.IdentityModel.Tokens;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class ServiceAccountKeysTests
{
    /// <summary>One of 1,500 keys has these letters somewhere in its base64.</summary>
    [Fact]
    public void A_key_of_an_elliptic_curve_is_one_even_if_its_text_says_RSA()
    {
        var pem = Enumerable.Range(0, 200_000).Select(_ => ServiceAccountKeys.NewKeyPem()).First(p => p.Contains("RSA", StringComparison.Ordinal));
        Assert.IsType<ECDsaSecurityKey>(ServiceAccountKeys.Load(pem, []).Signing.Key);
    }

    [Fact]
    public void An_RSA_key_is_taken_in_both_of_its_forms()
    {
        using var rsa = RSA.Create(2048);
        foreach (var pem in new[] { rsa.ExportRSAPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem() })
            Assert.IsType<RsaSecurityKey>(ServiceAccountKeys.Load(pem, []).Signing.Key);
    }
}
