using System.Text.Json;
using Kybernet.Api.Json;
using Microsoft.IdentityModel.Tokens;

namespace Kybernet.ApiServer.Authentication.OpenId;

/// <summary>
/// What others need to know to check service-account tokens by themselves (OpenID Connect Discovery 1.0): who issues them, and
/// the public keys. Made once: keys do not change while the server runs.
/// </summary>
internal sealed class OpenIdDocuments
{
    private OpenIdDocuments(byte[] configuration, byte[] keys) => (Configuration, Keys) = (configuration, keys);

    /// <summary>The provider's configuration, as JSON.</summary>
    public byte[] Configuration { get; }

    /// <summary>The public keys, as a JSON Web Key Set.</summary>
    public byte[] Keys { get; }

    /// <summary>Makes the documents.</summary>
    /// <param name="issuer">Who issues tokens (--service-account-issuer).</param>
    /// <param name="jwksUri">Where the keys are (--service-account-jwks-uri).</param>
    /// <param name="keys">The keys by which tokens are known.</param>
    /// <returns>Null when the issuer or the address is none that the standard allows: then nothing is served, as upstream.</returns>
    public static OpenIdDocuments? Make(string issuer, string jwksUri, IReadOnlyList<SecurityKey> keys)
    {
        if (!IsHttps(issuer, out var parsed) || parsed.Query.Length > 0 || parsed.Fragment.Length > 0 || !IsHttps(jwksUri, out _)) return null;
        List<PublicKey> known = [.. keys.Select(PublicKey.Of).DistinctBy(static k => k.Id)];
        return new OpenIdDocuments(ConfigurationOf(issuer, jwksUri, known), Write(writer =>
        {
            writer.WriteStartArray("keys"u8);
            foreach (var key in known) key.Write(writer);
            writer.WriteEndArray();
        }));
    }

    private static byte[] ConfigurationOf(string issuer, string jwksUri, List<PublicKey> keys) => Write(writer =>
    {
        writer.WriteString("issuer"u8, issuer);
        writer.WriteString("jwks_uri"u8, jwksUri);
        WriteList(writer, "response_types_supported", ["id_token"]);
        WriteList(writer, "subject_types_supported", ["public"]);
        WriteList(writer, "id_token_signing_alg_values_supported", keys.Select(static k => k.Algorithm).Distinct().Order(StringComparer.Ordinal));
    });

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, KubeJson.WriterOptions))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static bool IsHttps(string text, out Uri parsed) =>
        Uri.TryCreate(text, UriKind.Absolute, out parsed!) && parsed.Scheme == Uri.UriSchemeHttps;
}
