using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>Secrets, and what those of a known type have to hold.</summary>
internal static class SecretValidation
{
    private const string ServiceAccountName = "kubernetes.io/service-account.name";

    private static readonly FieldPath Data = FieldPath.Of("data");

    /// <summary>Judges a Secret.</summary>
    public static void Validate(Secret secret, FieldErrors errors)
    {
        long size = 0;
        foreach (var (key, value) in secret.Data)
        {
            errors.Invalid(Data.Key(key), key, Names.CheckConfigMapKey(key));
            size += value.Length;
        }

        if (size > DataSize.Most) errors.TooLong(Data, DataSize.Most);
        switch (secret.Type)
        {
            case "kubernetes.io/service-account-token":
                if (secret.Metadata.Annotations.GetValueOrDefault(ServiceAccountName, "").Length == 0)
                {
                    errors.Required(FieldPath.Of("metadata").Child("annotations").Key(ServiceAccountName));
                }

                break;
            case "kubernetes.io/dockercfg":
                IsJson(secret, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                IsJson(secret, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth":
                if (!secret.Data.ContainsKey("username") && !secret.Data.ContainsKey("password"))
                {
                    errors.Required(Data.Key("username"));
                    errors.Required(Data.Key("password"));
                }

                break;
            case "kubernetes.io/ssh-auth":
                if (secret.Data.GetValueOrDefault("ssh-privatekey", []).Length == 0) errors.Required(Data.Key("ssh-privatekey"));
                break;
            case "kubernetes.io/tls":
                if (!secret.Data.ContainsKey("tls.crt")) errors.Required(Data.Key("tls.crt"));
                if (!secret.Data.ContainsKey("tls.key")) errors.Required(Data.Key("tls.key"));
                break;
        }
    }

    /// <summary>Why a certificate and its key are no pair; null when they are one.</summary>
    public static string? PairError(Secret secret)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(
                Encoding.UTF8.GetString(secret.Data.GetValueOrDefault("tls.crt", [])),
                Encoding.UTF8.GetString(secret.Data.GetValueOrDefault("tls.key", [])));
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return "tls: failed to find any PEM data in certificate input or its key does not match";
        }
    }

    private static void IsJson(Secret secret, string key, FieldErrors errors)
    {
        if (!secret.Data.TryGetValue(key, out var bytes))
        {
            errors.Required(Data.Key(key));
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return;
            errors.Invalid(Data.Key(key), "<secret contents redacted>", "json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        catch (JsonException)
        {
            errors.Invalid(Data.Key(key), "<secret contents redacted>", bytes.Length == 0 ? "unexpected end of JSON input" : "invalid JSON");
        }
    }
}
