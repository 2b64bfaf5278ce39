using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Authentication;
using Kybernet.Base.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly CertificateAuthority _authority;
    private readonly ClientCertificateAuthenticator _authenticator;

    public ClientCertificateTests()
    {
        _authority = CertificateAuthority.Create("kubernetes", _time);
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(_authority.CertificatePem);
        _authenticator = new ClientCertificateAuthenticator(authorities, _time);
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void The_common_name_is_the_user_and_each_organization_a_group()
    {
        using var certificate = Issue(_authority);
        var user = _authenticator.Authenticate(certificate);
        Assert.Equal("jane", user?.Name);
        Assert.Equal(["devs", "ops", UserInfo.AuthenticatedGroup], user?.Groups.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_connection_s_next_requests_are_by_the_same_user()
    {
        using var certificate = Issue(_authority);
        Assert.Same(_authenticator.Authenticate(certificate), _authenticator.Authenticate(certificate));
    }

    [Fact]
    public void Another_connection_with_the_same_certificate_is_by_the_same_user()
    {
        using var certificate = Issue(_authority);
        using var again = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Assert.Same(_authenticator.Authenticate(certificate), _authenticator.Authenticate(again));
    }

    [Fact]
    public void A_certificate_that_was_good_proves_nothing_once_it_has_ended()
    {
        using var certificate = Issue(_authority);
        Assert.NotNull(_authenticator.Authenticate(certificate));
        _time.Advance(TimeSpan.FromDays(366));
        Assert.Null(_authenticator.Authenticate(certificate));
    }

    [Fact]
    public void A_certificate_of_another_authority_proves_nothing_however_often_it_is_shown()
    {
        using var other = CertificateAuthority.Create("kubernetes", _time);
        using var certificate = Issue(other);
        Assert.Null(_authenticator.Authenticate(certificate));
        Assert.Null(_authenticator.Authenticate(certificate));
    }

    private X509Certificate2 Issue(CertificateAuthority authority) => authority.Issue(
        new CertificateSubject("jane") { Organizations = ["devs", "ops"], ForClient = true }, _time).ToX509();
}
