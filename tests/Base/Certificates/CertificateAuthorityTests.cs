using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Base.Tests.Certificates;

public sealed class CertificateAuthorityTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void What_it_issues_is_trusted_by_those_who_trust_it_and_by_nobody_else()
    {
        using var ca = CertificateAuthority.Create("kubernetes", _time);
        using var other = CertificateAuthority.Create("kubernetes", _time);
        using var issued = ca.Issue(new("admin") { Organizations = ["system:masters"], ForClient = true }, _time).ToX509();

        Assert.True(Verifies(issued, ca));
        Assert.False(Verifies(issued, other));
        Assert.Contains("CN=admin", issued.Subject, StringComparison.Ordinal);
        Assert.Contains("O=system:masters", issued.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_the_same_after_being_saved_and_loaded()
    {
        using var ca = CertificateAuthority.Create("kubernetes", _time);
        using var loaded = CertificateAuthority.Load(ca.CertificatePem, ca.KeyPem);
        using var issued = loaded.Issue(new("x") { ForClient = true }, _time).ToX509();

        Assert.True(Verifies(issued, ca));
    }

    [Fact]
    public void A_server_certificate_carries_its_names()
    {
        using var ca = CertificateAuthority.Create("kubernetes", _time);
        using var issued = ca.Issue(
            new("kube-apiserver") { DnsNames = ["kubernetes.default.svc"], Addresses = [IPAddress.Loopback], ForServer = true }, _time).ToX509();

        Assert.True(issued.MatchesHostname("kubernetes.default.svc"));
        Assert.True(issued.MatchesHostname("127.0.0.1"));
        Assert.False(issued.MatchesHostname("example.com"));
    }

    [Fact]
    public void No_certificate_outlives_its_authority()
    {
        using var ca = CertificateAuthority.Create("kubernetes", _time);
        _time.Advance(TimeSpan.FromDays(3640));
        using var issued = ca.Issue(new("late") { ForClient = true }, _time).ToX509();
        using var own = X509Certificate2.CreateFromPem(ca.CertificatePem);

        Assert.True(issued.NotAfter <= own.NotAfter);
    }

    private bool Verifies(X509Certificate2 certificate, CertificateAuthority ca)
    {
        using var root = X509Certificate2.CreateFromPem(ca.CertificatePem);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }
}
