using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Api;
using Kybernet.Base.Certificates;

namespace Kybernet.ApiServer.Connect;

/// <summary>
/// Judges servers' certificates by <see cref="CertificateTrust"/> and by their names, and refuses them in the words of Go's crypto/x509:
/// people search for them.
/// </summary>
/// <param name="authorities">Who may have signed them.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerTrust(X509Certificate2Collection authorities, TimeProvider time)
{
    private const string EllipticKey = "1.2.840.10045.2.1", EllipticSignatures = "1.2.840.10045.4.";
    private const string RsaKey = "1.2.840.113549.1.1.1", RsaSignatures = "1.2.840.113549.1.1.";
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly CertificateTrust _trust = new(authorities, ExtendedKeyUsage.ServerAuth, time);

    /// <summary>Has handshakes judge their servers so; they fail with an <see cref="UntrustedServerException"/>.</summary>
    public void Guard(SslClientAuthenticationOptions tls) => _trust.Guard(tls, Accept);

    /// <summary>Why a certificate is refused; null when it is good.</summary>
    /// <param name="leaf">The server's.</param>
    /// <param name="others">Those that it sent along.</param>
    /// <param name="host">The name or address under which the server was asked for.</param>
    public string? Refusal(X509Certificate2 leaf, X509Certificate2Collection others, string host)
    {
        var now = time.GetUtcNow();
        if (OutOfTime(leaf, now) is { } expired) return expired;
        if (!leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false)) return OtherName(leaf, host);

        return _trust.Problems(leaf, others) switch
        {
            X509ChainStatusFlags.NoError => null,
            X509ChainStatusFlags.NotValidForUsage => "x509: certificate specifies an incompatible key usage",
            var problems => "x509: certificate signed by unknown authority" + Hint(leaf, problems, now),
        };
    }

    private bool Accept(object connection, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf) throw new UntrustedServerException("x509: no certificate was shown");
        var why = Refusal(leaf, sent?.ChainPolicy.ExtraStore ?? [], ((SslStream)connection).TargetHostName);
        return why is null ? true : throw new UntrustedServerException(why);
    }

    // An authority that bears the name of the one who signed, as after a cluster was made anew.
    private string Hint(X509Certificate2 leaf, X509ChainStatusFlags problems, DateTimeOffset now)
    {
        if (authorities.FirstOrDefault(a => a.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData)) is not { } candidate) return "";
        var isForged = (problems & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0;
        var why = OutOfTime(candidate, now) ?? (isForged ? BadSignature(leaf, candidate) : null);
        if (why is null) return "";
        var name = GoQuote.Quote(candidate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return $" (possibly because of {GoQuote.Quote(why)} while trying to verify candidate authority certificate {name})";
    }

    private static string? BadSignature(X509Certificate2 leaf, X509Certificate2 candidate) => candidate.PublicKey.Oid.Value switch
    {
        EllipticKey when leaf.SignatureAlgorithm.Value!.StartsWith(EllipticSignatures, StringComparison.Ordinal) => "x509: ECDSA verification failure",
        RsaKey when leaf.SignatureAlgorithm.Value!.StartsWith(RsaSignatures, StringComparison.Ordinal) => "crypto/rsa: verification error",
        _ => null,
    };

    private static string? OutOfTime(X509Certificate2 certificate, DateTimeOffset now)
    {
        const string why = "x509: certificate has expired or is not yet valid: current time";
        if (now < certificate.NotBefore) return $"{why} {Text(now)} is before {Text(certificate.NotBefore)}";
        return now > certificate.NotAfter ? $"{why} {Text(now)} is after {Text(certificate.NotAfter)}" : null;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Rfc3339, CultureInfo.InvariantCulture);

    private static string OtherName(X509Certificate2 leaf, string host)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault();
        if (names is null && leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: true))
            return "x509: certificate relies on legacy Common Name field, use SANs instead";

        string[] valid;
        if (IPAddress.TryParse(host, out _))
        {
            valid = [.. (names?.EnumerateIPAddresses() ?? []).Select(static a => a.ToString())];
            if (valid.Length == 0) return $"x509: cannot validate certificate for {host} because it doesn't contain any IP SANs";
        }
        else
        {
            valid = [.. names?.EnumerateDnsNames() ?? []];
            if (valid.Length == 0) return $"x509: certificate is not valid for any names, but wanted to match {host}";
        }

        return $"x509: certificate is valid for {string.Join(", ", valid)}, not {host}";
    }
}
