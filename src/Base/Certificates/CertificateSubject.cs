using System.Net;

namespace Kybernet.Base.Certificates;

/// <summary>Whom a certificate is for and what it may be used for.</summary>
/// <param name="CommonName">The user name of a client, or the name of a server.</param>
public sealed record CertificateSubject(string CommonName)
{
    /// <summary>The groups of a client (one O each).</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>The names under which a server is reached.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>The addresses under which a server is reached.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>May be shown by a server.</summary>
    public bool ForServer { get; init; }

    /// <summary>May be shown by a client.</summary>
    public bool ForClient { get; init; }
}
