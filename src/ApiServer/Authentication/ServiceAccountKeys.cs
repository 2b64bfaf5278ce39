using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// The key that signs service-account tokens, and the ones by which they are known (--service-account-signing-key-file,
/// --service-account-key-file). ECDSA P-256 (ES256) or RSA (RS256).
/// </summary>
internal sealed class ServiceAccountKeys
{
    private readonly List<SecurityKey> _verifying = [];

    private ServiceAccountKeys(SigningCredentials signing) => Signing = signing;

    /// <summary>Signs tokens.</summary>
    public SigningCredentials Signing { get; }

    /// <summary>The keys whose signatures count.</summary>
    public IReadOnlyList<SecurityKey> Verifying => _verifying;

    /// <summary>Takes the signing key, and further keys (public or private) that are still accepted.</summary>
    /// <exception cref="CryptographicException">A PEM holds no usable key.</exception>
    public static ServiceAccountKeys Load(string signingKeyPem, IEnumerable<string> acceptedKeyPems)
    {
        var signing = ReadKey(signingKeyPem);
        ServiceAccountKeys keys = new(new SigningCredentials(
            signing, signing is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256));
        keys._verifying.Add(signing);
        keys._verifying.AddRange(acceptedKeyPems.Select(ReadKey));
        return keys;
    }

    /// <summary>A new signing key as PEM.</summary>
    public static string NewKeyPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    // The key id is upstream's: the base64url SHA-256 digest of the public key in its DER form.
    private static SecurityKey ReadKey(string pem)
    {
        if (!TryReadEcdsa(pem, out var ecdsa))
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa) { KeyId = KeyId(rsa.ExportSubjectPublicKeyInfo()) };
        }

        return new ECDsaSecurityKey(ecdsa) { KeyId = KeyId(ecdsa!.ExportSubjectPublicKeyInfo()) };
    }

    private static bool TryReadEcdsa(string pem, out ECDsa? key)
    {
        key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            key = null;
            return false;
        }
    }

    private static string KeyId(byte[] publicKey) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(publicKey));
}
