using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Client;

/// <summary>Where an API server is and who we are to it (upstream's rest.Config).</summary>
public sealed record ClientConfig
{
    /// <summary>The server's address, <c>https://host:port</c>, possibly with a path.</summary>
    public required Uri Server { get; init; }

    /// <summary>The authorities that the server's certificate must come from, as PEM; null: the machine's.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary>Whether any certificate of the server will do. For experiments only.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate must carry, when it is not the address's.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>Our certificate, with its private key; null: none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>A bearer token, or empty.</summary>
    public string BearerToken { get; init; } = "";

    /// <summary>A file that holds a bearer token and is read again every minute; empty: none. It goes before <see cref="BearerToken"/>.</summary>
    public string BearerTokenFile { get; init; } = "";

    /// <summary>Where tokens come from when they are made on the way; null: from the two above. It goes before them.</summary>
    public IBearerTokens? BearerTokens { get; init; }

    /// <summary>The namespace that is meant when none is said.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>How we introduce ourselves; upstream's field managers begin with it.</summary>
    public string UserAgent { get; init; } = "kybernet";

    /// <summary>How long a request that is no watch may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Who a pod is to the API server of its cluster: from KUBERNETES_SERVICE_HOST and the service account's files
    /// (upstream's InClusterConfig).
    /// </summary>
    /// <exception cref="InvalidOperationException">This is no pod.</exception>
    public static ClientConfig InCluster()
    {
        const string directory = "/var/run/secrets/kubernetes.io/serviceaccount";
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new InvalidOperationException(
                "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined");
        }

        var namespaceFile = Path.Combine(directory, "namespace");
        return new ClientConfig
        {
            Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            CertificateAuthorityPem = File.ReadAllText(Path.Combine(directory, "ca.crt")),
            BearerTokenFile = Path.Combine(directory, "token"),
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : "default",
        };
    }
}
