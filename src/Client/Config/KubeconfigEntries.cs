namespace Kybernet.Client;

/// <summary>A cluster that a kubeconfig knows.</summary>
public sealed record KubeconfigCluster
{
    /// <summary>What contexts call it.</summary>
    public required string Name { get; init; }

    /// <summary>The API server's address.</summary>
    public required string Server { get; init; }

    /// <summary>A file with the authorities of the server's certificate, as PEM; empty: none.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>The same, embedded; goes before the file. Empty: none.</summary>
    public string CertificateAuthorityPem { get; init; } = "";

    /// <summary>The name that the server's certificate must carry; empty: the address's.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>Whether any certificate will do.</summary>
    public bool InsecureSkipTlsVerify { get; init; }
}

/// <summary>Credentials that a kubeconfig holds.</summary>
public sealed record KubeconfigUser
{
    /// <summary>What contexts call it.</summary>
    public required string Name { get; init; }

    /// <summary>A file with the client certificate, as PEM; empty: none.</summary>
    public string ClientCertificate { get; init; } = "";

    /// <summary>The same, embedded; goes before the file.</summary>
    public string ClientCertificatePem { get; init; } = "";

    /// <summary>A file with the certificate's private key, as PEM; empty: none.</summary>
    public string ClientKey { get; init; } = "";

    /// <summary>The same, embedded; goes before the file.</summary>
    public string ClientKeyPem { get; init; } = "";

    /// <summary>A bearer token; empty: none.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file with a bearer token, read again as it changes; empty: none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>Ways to get credentials that this client does not go: <c>exec</c>, <c>auth-provider</c>, <c>username</c>.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];
}

/// <summary>A cluster, a user and a namespace that belong together.</summary>
public sealed record KubeconfigContext
{
    /// <summary>What <c>--context</c> calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The namespace that is meant when none is said; empty: default.</summary>
    public string Namespace { get; init; } = "";
}
