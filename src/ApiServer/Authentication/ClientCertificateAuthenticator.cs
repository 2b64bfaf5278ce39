using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// Knows callers by their client certificate: the common name is the user, each organization a group. The certificate
/// has to be signed by a trusted authority, in its time, and made for clients (--client-ca-file).
/// </summary>
/// <param name="authorities">The authorities that are trusted.</param>
/// <param name="time">Tells whether a certificate is in its time.</param>
internal sealed class ClientCertificateAuthenticator(X509Certificate2Collection authorities, TimeProvider time)
{
    private const int MaxRemembered = 1024;

    private readonly CertificateTrust _trust = new(authorities, ExtendedKeyUsage.ClientAuth, time);

    // Building a chain is dear and a connection's certificate does not change: what was found is remembered, with its end.
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    // Even hashing it for every request costs more than reading an object does. A connection hands in the same certificate each time.
    private readonly ConditionalWeakTable<X509Certificate2, Known> _ofConnections = [];

    /// <summary>The caller, or null when there is no certificate or it proves nothing.</summary>
    public UserInfo? Authenticate(X509Certificate2? certificate)
    {
        if (certificate is null) return null;
        var now = time.GetUtcNow();
        if (_ofConnections.TryGetValue(certificate, out var seen) && now < seen.End) return seen.User;
        if (Recognize(certificate, now) is not { } known) return null;
        _ofConnections.AddOrUpdate(certificate, known);
        return known.User;
    }

    private Known? Recognize(X509Certificate2 certificate, DateTimeOffset now)
    {
        var print = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_known.TryGetValue(print, out var known) && now < known.End) return known;
        if (!_trust.Accepts(certificate)) return null;

        UserInfo user = new()
        {
            Name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            Groups = [.. Organizations(certificate), UserInfo.AuthenticatedGroup],
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["authentication.kubernetes.io/credential-id"] = [$"X509SHA256={print.ToLowerInvariant()}"],
            },
        };
        if (_known.Count >= MaxRemembered) _known.Clear();
        return _known[print] = new Known(user, certificate.NotAfter.ToUniversalTime());
    }

    private static IEnumerable<string> Organizations(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10")
            .Select(part => part.GetSingleElementValue() ?? "");

    private sealed record Known(UserInfo User, DateTimeOffset End);
}
