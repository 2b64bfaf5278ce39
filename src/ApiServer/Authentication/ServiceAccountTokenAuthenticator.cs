using System.Collections.Concurrent;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// Knows service accounts by their tokens: the signature, the times and the audience have to be right, and the account
/// and the object the token is bound to have to exist still, with the same uids.
/// </summary>
/// <param name="keys">Whose signatures count.</param>
/// <param name="issuers">The iss claims that count.</param>
/// <param name="audiences">One of them has to be in the aud claim.</param>
/// <param name="objects">The service accounts, pods, secrets and nodes.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceAccountTokenAuthenticator(
    ServiceAccountKeys keys, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, IObjectReader objects, TimeProvider time) : ITokenAuthenticator
{
    private const string Extra = "authentication.kubernetes.io/";

    // A pod that is being deleted keeps its token for this long, to end in order.
    private static readonly TimeSpan DeletionLeeway = TimeSpan.FromSeconds(60);

    private const int MaxRemembered = 1024;

    private readonly JsonWebTokenHandler _handler = new();

    // Checking a signature costs more than the request that it came with, and always gives the same. What can change, the time
    // and the objects behind it, is looked at each time.
    private readonly ConcurrentDictionary<string, Signed> _signed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<UserInfo?> AuthenticateAsync(string token, CancellationToken cancellation)
    {
        if (!_signed.TryGetValue(token, out var signed))
        {
            if (await ReadAsync(token, audiences) is not { } read) return null;
            if (_signed.Count >= MaxRemembered) _signed.Clear();
            signed = _signed[token] = read;
        }

        return IsInTime(signed.NotBefore, signed.Expires) ? User(signed) : null;
    }

    /// <summary>The same for other audiences, as TokenReviews name them.</summary>
    public async ValueTask<UserInfo?> AuthenticateForAsync(string token, IReadOnlyList<string> wantedAudiences) =>
        await ReadAsync(token, wantedAudiences) is { } signed ? User(signed) : null;

    // Null: it is no token, or not signed by one of ours, or not for these audiences, or not now.
    private async ValueTask<Signed?> ReadAsync(string text, IReadOnlyList<string> wantedAudiences)
    {
        if (!_handler.CanReadToken(text)) return null;
        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuers = issuers,
            ValidAudiences = wantedAudiences,
            IssuerSigningKeys = keys.Verifying,
            LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires),
        });
        if (!result.IsValid) return null;
        var token = (JsonWebToken)result.SecurityToken;
        return token.TryGetPayloadValue("kubernetes.io", out JsonElement claims) ? new Signed(claims, token.Id, token.ValidFrom, token.ValidTo) : null;
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end && (notBefore is not { } start || now >= start);
    }

    private UserInfo? User(Signed token)
    {
        var claims = token.Claims;
        var ns = claims.TryGetProperty("namespace", out var value) ? value.GetString() ?? "" : "";
        var (name, uid) = Reference(claims, "serviceaccount");
        if (objects.Find<ServiceAccount>(ns, name) is not { } account || account.Metadata.Uid != uid) return null;
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        if (!BoundObjectsExist(claims, ns, extra)) return null;
        if (token.Id.Length > 0) extra[Extra + "credential-id"] = ["JTI=" + token.Id];
        return new UserInfo
        {
            Name = $"system:serviceaccount:{ns}:{name}",
            Uid = uid,
            Groups = ["system:serviceaccounts", "system:serviceaccounts:" + ns],
            Extra = extra,
        };
    }

    private bool BoundObjectsExist(JsonElement claims, string ns, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (claims.TryGetProperty("pod", out _))
        {
            var (name, uid) = Reference(claims, "pod");
            if (!Exists(objects.Find<Pod>(ns, name), uid)) return false;
            extra[Extra + "pod-name"] = [name];
            extra[Extra + "pod-uid"] = [uid];
        }

        if (claims.TryGetProperty("secret", out _))
        {
            var (name, uid) = Reference(claims, "secret");
            if (!Exists(objects.Find<Secret>(ns, name), uid)) return false;
        }

        if (!claims.TryGetProperty("node", out _)) return true;
        var node = Reference(claims, "node");
        extra[Extra + "node-name"] = [node.Name];
        extra[Extra + "node-uid"] = [node.Uid];
        // The node beside a pod is for information; a token bound to the node alone needs it.
        return claims.TryGetProperty("pod", out _) || Exists(objects.Find<Node>("", node.Name), node.Uid);
    }

    private bool Exists(KubeObject? obj, string uid) =>
        obj is not null && obj.Metadata.Uid == uid
        && (obj.Metadata.DeletionTimestamp is not { } deletion || time.GetUtcNow() < deletion + DeletionLeeway);

    private static (string Name, string Uid) Reference(JsonElement claims, string property) =>
        claims.TryGetProperty(property, out var reference)
            ? (reference.GetProperty("name").GetString() ?? "", reference.GetProperty("uid").GetString() ?? "")
            : ("", "");

    /// <summary>What a token says whose signature is right.</summary>
    /// <param name="Claims">Of the account, and of what it is bound to.</param>
    /// <param name="Id">Its own id, or empty.</param>
    /// <param name="NotBefore">From when it counts.</param>
    /// <param name="Expires">Until when.</param>
    private sealed record Signed(JsonElement Claims, string Id, DateTime NotBefore, DateTime Expires);
}
