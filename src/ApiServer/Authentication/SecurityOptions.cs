namespace Kybernet.ApiServer;

/// <summary>By what callers are known and what they may do, under the names of upstream's flags.</summary>
public sealed record SecurityOptions
{
    /// <summary>The issuer of service-account tokens when nothing else is said.</summary>
    public const string DefaultIssuer = "https://kubernetes.default.svc.cluster.local";

    /// <summary>The authorities whose client certificates count, as PEM (--client-ca-file); null: none.</summary>
    public string? ClientCaPem { get; init; }

    /// <summary>The content of a token file (--token-auth-file); null: none.</summary>
    public string? TokenAuth { get; init; }

    /// <summary>The key that signs service-account tokens, as PEM (--service-account-signing-key-file); null: a new one at every start.</summary>
    public string? ServiceAccountSigningKeyPem { get; init; }

    /// <summary>Further keys by which service-account tokens are known, as PEM (--service-account-key-file).</summary>
    public IReadOnlyList<string> ServiceAccountKeyPems { get; init; } = [];

    /// <summary>Who issues service-account tokens (--service-account-issuer).</summary>
    public string ServiceAccountIssuer { get; init; } = DefaultIssuer;

    /// <summary>Other issuers whose tokens count too (--service-account-issuer, all but the first).</summary>
    public IReadOnlyList<string> FurtherServiceAccountIssuers { get; init; } = [];

    /// <summary>Where others find the public keys of service-account tokens (--service-account-jwks-uri); empty: at this server.</summary>
    public string ServiceAccountJwksUri { get; init; } = "";

    /// <summary>For whom tokens have to be (--api-audiences); none: the issuers.</summary>
    public IReadOnlyList<string> ApiAudiences { get; init; } = [];

    /// <summary>Whether callers without credentials are let in as system:anonymous (--anonymous-auth).</summary>
    public bool AnonymousAuth { get; init; } = true;

    /// <summary>How requests are judged, in order: RBAC, AlwaysAllow (--authorization-mode).</summary>
    public IReadOnlyList<string> AuthorizationModes { get; init; } = ["RBAC"];
}
