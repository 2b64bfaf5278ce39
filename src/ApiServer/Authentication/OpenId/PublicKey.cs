using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Kybernet.ApiServer.Authentication.OpenId;

/// <summary>A public key as a JSON Web Key (RFC 7517), its fields in the order of upstream's library.</summary>
/// <param name="Id">The kid that tokens carry.</param>
/// <param name="Algorithm">ES256 or RS256.</param>
/// <param name="Type">EC or RSA.</param>
/// <param name="Curve">The curve's name, or empty.</param>
/// <param name="Numbers">Its numbers under their names.</param>
internal sealed record PublicKey(string Id, string Algorithm, string Type, string Curve, IReadOnlyList<(string Name, byte[] Value)> Numbers)
{
    /// <summary>The public part of a key.</summary>
    /// <exception cref="CryptographicException">It is no key of a kind that signs tokens here.</exception>
    public static PublicKey Of(SecurityKey key)
    {
        switch (key)
        {
            case ECDsaSecurityKey { ECDsa: var ecdsa }:
                var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
                var size = ecdsa.KeySize;
                return new PublicKey(key.KeyId, size switch { 256 => "ES256", 384 => "ES384", _ => "ES512" }, "EC", "P-" + size, [("x", point.X!), ("y", point.Y!)]);
            case RsaSecurityKey { Rsa: var rsa }:
                var numbers = rsa.ExportParameters(includePrivateParameters: false);
                return new PublicKey(key.KeyId, "RS256", "RSA", "", [("n", numbers.Modulus!), ("e", numbers.Exponent!)]);
            default:
                throw new CryptographicException($"{key} signs no tokens");
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("use"u8, "sig");
        writer.WriteString("kty"u8, Type);
        writer.WriteString("kid"u8, Id);
        if (Curve.Length > 0) writer.WriteString("crv"u8, Curve);
        writer.WriteString("alg"u8, Algorithm);
        foreach (var (name, value) in Numbers) writer.WriteString(name, Base64Url.EncodeToString(value));
        writer.WriteEndObject();
    }
}
