using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Answers creates on serviceaccounts/token: a new token for the account, perhaps bound to a pod, secret or node.</summary>
/// <param name="issuer">Makes tokens.</param>
/// <param name="defaultAudiences">For whom a token is that names nobody.</param>
/// <param name="objects">The accounts and what tokens are bound to.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenRequestHandler(
    ServiceAccountTokenIssuer issuer, IReadOnlyList<string> defaultAudiences, IObjectReader objects, TimeProvider time) : ICreateHandler
{
    // Pods ask for an hour and seven seconds. Clients that never reread their token would fail after that, so upstream
    // lets such tokens live a year and tells when an old one is used.
    private const long PodTokenSeconds = 3607;
    private const long MinSeconds = 600;
    private static readonly TimeSpan ExtendedLifetime = TimeSpan.FromDays(365);

    /// <inheritdoc/>
    public ValueTask<KubeKind> CreateAsync(ApiRequest request, KubeKind body, CancellationToken cancellation)
    {
        var token = (TokenRequest)body;
        GroupResource accounts = new("", "serviceaccounts");
        var account = objects.Find<ServiceAccount>(request.Namespace, request.Name) ?? throw ApiErrors.NotFound(accounts, request.Name);
        token.Metadata.Name = account.Metadata.Name;
        token.Metadata.Namespace = account.Metadata.Namespace;
        token.Metadata.CreationTimestamp = time.GetUtcNow();
        if (token.Spec.Audiences.Count == 0) token.Spec.Audiences = [.. defaultAudiences];
        token.Spec.ExpirationSeconds ??= 3600;
        Validate(token);

        var bound = token.Spec.BoundObjectRef is { } reference ? FindBound(reference, account) : null;
        var node = bound is Pod { Spec.NodeName.Length: > 0 } pod ? objects.Find<Node>("", pod.Spec.NodeName) : null;
        var lifetime = TimeSpan.FromSeconds(token.Spec.ExpirationSeconds.Value);
        var extend = token.Spec.ExpirationSeconds == PodTokenSeconds && token.Spec.Audiences.SequenceEqual(defaultAudiences);
        token.Status = new TokenRequestStatus
        {
            Token = issuer.Issue(
                account, bound, node, [.. token.Spec.Audiences], extend ? ExtendedLifetime : lifetime, extend ? lifetime : null),
            ExpirationTimestamp = time.GetUtcNow() + lifetime,
        };
        return new(token);
    }

    private static void Validate(TokenRequest token)
    {
        FieldErrors errors = new();
        var path = FieldPath.Of("spec").Child("expirationSeconds");
        var seconds = token.Spec.ExpirationSeconds!.Value;
        if (seconds < MinSeconds) errors.Invalid(path, seconds, "may not specify a duration less than 10 minutes");
        if (seconds > 1L << 32) errors.Invalid(path, seconds, "may not specify a duration larger than 2^32 seconds");
        if (!errors.IsEmpty) throw ApiErrors.Invalid(token.Info.Gvk, "", errors);
    }

    private KubeObject FindBound(BoundObjectReference reference, ServiceAccount account)
    {
        var ns = account.Metadata.Namespace;
        KubeObject? bound = (reference.ApiVersion, reference.Kind) switch
        {
            ("v1", "Pod") => objects.Find<Pod>(ns, reference.Name),
            ("v1", "Secret") => objects.Find<Secret>(ns, reference.Name),
            ("v1", "Node") => objects.Find<Node>("", reference.Name),
            _ => throw ApiErrors.BadRequest($"cannot bind token for serviceaccount to a type of {reference.ApiVersion}, Kind={reference.Kind}"),
        };
        GroupResource resource = new("", reference.Kind.ToLowerInvariant() + "s");
        if (bound is null) throw ApiErrors.NotFound(resource, reference.Name);
        if (reference.Uid.Length > 0 && reference.Uid != bound.Metadata.Uid)
        {
            throw ApiErrors.Conflict(
                resource, reference.Name,
                $"the UID in the bound object reference ({reference.Uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        if (bound is Pod pod && pod.Spec.ServiceAccountName != account.Metadata.Name)
        {
            throw ApiErrors.BadRequest(
                $"cannot bind token for serviceaccount {GoQuote.Quote(account.Metadata.Name)} to pod running with different serviceaccount name.");
        }

        return bound;
    }
}
