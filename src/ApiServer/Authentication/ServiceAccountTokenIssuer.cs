using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Makes the tokens by which pods and others prove to be a service account (upstream's serviceaccount.JWTTokenGenerator).</summary>
/// <param name="keys">Sign.</param>
/// <param name="issuer">The iss claim (--service-account-issuer).</param>
/// <param name="environment">Clock and chance.</param>
internal sealed class ServiceAccountTokenIssuer(ServiceAccountKeys keys, string issuer, ExecutionEnvironment environment)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A signed token.</summary>
    /// <param name="account">Whom it stands for.</param>
    /// <param name="bound">The pod, secret or node without which it is worth nothing; or null.</param>
    /// <param name="nodeOfPod">The node of the bound pod, if it is known.</param>
    /// <param name="audiences">For whom it is meant.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="warnAfter">After how long its use is to be told, for tokens that live longer than was asked for; or null.</param>
    public string Issue(
        ServiceAccount account, KubeObject? bound, Node? nodeOfPod, IReadOnlyList<string> audiences, TimeSpan lifetime, TimeSpan? warnAfter)
    {
        var now = environment.Now.ToUnixTimeSeconds();
        using MemoryStream payload = new();
        using (Utf8JsonWriter writer = new(payload))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("aud");
            foreach (var audience in audiences) writer.WriteStringValue(audience);
            writer.WriteEndArray();
            writer.WriteNumber("exp", now + (long)lifetime.TotalSeconds);
            writer.WriteNumber("iat", now);
            writer.WriteString("iss", issuer);
            writer.WriteString("jti", environment.Random.NextUid());
            WritePrivateClaims(writer, account, bound, nodeOfPod, warnAfter is { } after ? now + (long)after.TotalSeconds : null);
            writer.WriteNumber("nbf", now);
            writer.WriteString("sub", $"system:serviceaccount:{account.Metadata.Namespace}:{account.Metadata.Name}");
            writer.WriteEndObject();
        }

        return _handler.CreateToken(System.Text.Encoding.UTF8.GetString(payload.ToArray()), keys.Signing);
    }

    private static void WritePrivateClaims(Utf8JsonWriter writer, ServiceAccount account, KubeObject? bound, Node? nodeOfPod, long? warnAfter)
    {
        writer.WriteStartObject("kubernetes.io");
        writer.WriteString("namespace", account.Metadata.Namespace);
        if (nodeOfPod is not null) WriteReference(writer, "node", nodeOfPod);
        if (bound is not null) WriteReference(writer, bound.Info.Gvk.Kind.ToLowerInvariant(), bound);
        WriteReference(writer, "serviceaccount", account);
        if (warnAfter is { } time) writer.WriteNumber("warnafter", time);
        writer.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter writer, string name, KubeObject obj)
    {
        writer.WriteStartObject(name);
        writer.WriteString("name", obj.Metadata.Name);
        writer.WriteString("uid", obj.Metadata.Uid);
        writer.WriteEndObject();
    }
}
