using System.Security.Cryptography.X509Certificates;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Authorization.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.OpenId;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Authorization.Rbac;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Reviews;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Authentication and authorization of one server, put together from its options; and the reviews that ask them.</summary>
internal sealed class Security : ICatalogPart
{
    private readonly RbacAuthorizer _rbac;
    private readonly StaticTokenAuthenticator? _staticTokens;
    private readonly ServiceAccountTokenAuthenticator _accounts;
    private readonly ServiceAccountKeys _keys;
    private readonly IReadOnlyList<string> _audiences;
    private readonly SecurityOptions _options;

    /// <exception cref="FormatException">The token file or an authorization mode is wrong.</exception>
    public Security(SecurityOptions options, ApiServerContext context)
    {
        _options = options;
        string[] issuers = [options.ServiceAccountIssuer, .. options.FurtherServiceAccountIssuers];
        _audiences = options.ApiAudiences.Count > 0 ? options.ApiAudiences : issuers;
        _keys = ServiceAccountKeys.Load(options.ServiceAccountSigningKeyPem ?? ServiceAccountKeys.NewKeyPem(), options.ServiceAccountKeyPems);
        _accounts = new ServiceAccountTokenAuthenticator(_keys, issuers, _audiences, context.Objects, context.Environment.Time);
        _staticTokens = options.TokenAuth is null ? null : StaticTokenAuthenticator.Parse(new StringReader(options.TokenAuth));
        _rbac = new RbacAuthorizer(context.Objects);
        Authenticator = new UnionAuthenticator(Certificates(options, context.Environment.Time), Tokens(), options.AnonymousAuth);
        Authorizer = new UnionAuthorizer([new PrivilegedGroupAuthorizer(), .. options.AuthorizationModes.Select(Mode)]);
    }

    /// <summary>Finds out who calls.</summary>
    public IAuthenticator Authenticator { get; }

    /// <summary>Says what they may.</summary>
    public IAuthorizer Authorizer { get; }

    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        AccessReviewHandler access = new(Authorizer);
        ServiceAccountTokenIssuer issuer = new(_keys, _options.ServiceAccountIssuer, context.Environment);
        builder
            .Create(SubjectAccessReview.Resource, access)
            .Create(SelfSubjectAccessReview.Resource, access)
            .Create(LocalSubjectAccessReview.Resource, access)
            .Create(SelfSubjectRulesReview.Resource, new RulesReviewHandler(_rbac))
            .Create(SelfSubjectReview.Resource, new SelfSubjectReviewHandler())
            .Create(TokenReview.Resource, new TokenReviewHandler(_staticTokens, _accounts, _audiences))
            .Create(ServiceAccount.Resource, "token", new TokenRequestHandler(issuer, _audiences, context.Objects, context.Environment.Time));
        var keysAt = _options.ServiceAccountJwksUri is { Length: > 0 } elsewhere ? elsewhere : $"https://{context.Options.ExternalAddress}/openid/v1/jwks";
        if (OpenIdDocuments.Make(_options.ServiceAccountIssuer, keysAt, _keys.Verifying) is { } documents)
            builder.Endpoint(_ => new OpenIdEndpoint(documents));
    }

    private static ClientCertificateAuthenticator? Certificates(SecurityOptions options, TimeProvider time)
    {
        if (options.ClientCaPem is null) return null;
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(options.ClientCaPem);
        return new ClientCertificateAuthenticator(authorities, time);
    }

    private List<ITokenAuthenticator> Tokens() => _staticTokens is null ? [_accounts] : [_staticTokens, _accounts];

    private IAuthorizer Mode(string name) => name switch
    {
        "RBAC" => _rbac,
        "AlwaysAllow" => new AlwaysAllowAuthorizer(),
        _ => throw new FormatException($"unknown authorization mode {name}: RBAC and AlwaysAllow are known"),
    };
}
