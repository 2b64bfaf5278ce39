using System.Net;
using Kybernet.Base.Certificates;

namespace Kybernet.Storage.Tests.Etcd;

/// <summary>etcd with TLS and client certificates.</summary>
public sealed class TlsTests : EtcdFixture, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("etcd-ca", TimeProvider.System);

    [EtcdFact]
    public async Task Who_shows_a_certificate_of_the_authority_may_write()
    {
        var etcd = StartServer(Server());
        var (certificate, key) = Client(_authority, "client");

        var store = await OpenAsync(etcd.Address, options => options with
        {
            CaFile = _directory.File("ca.crt"), CertificateFile = certificate, KeyFile = key,
        });

        Assert.Equal(2, await PutAsync(store, "/a", "1"));
        Assert.Equal("1", Text(await store.GetAsync(Key("/a"))));
    }

    [EtcdFact]
    public async Task Who_shows_none_or_anothers_may_not()
    {
        var etcd = StartServer(Server());
        using var stranger = CertificateAuthority.Create("stranger", TimeProvider.System);
        var (certificate, key) = Client(stranger, "strange");
        EtcdStoreOptions Trusting(EtcdStoreOptions options) => options with
        {
            CaFile = _directory.File("ca.crt"), RequestTimeout = TimeSpan.FromSeconds(1), OpenTimeout = TimeSpan.FromSeconds(1),
        };
        var (right, rightKey) = Client(_authority, "client");
        // It answers those who may: so it is not that it is not there.
        await OpenAsync(etcd.Address, options => Trusting(options) with { CertificateFile = right, KeyFile = rightKey, RequestTimeout = TimeSpan.FromSeconds(10) });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(etcd.Address, Trusting));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => OpenAsync(etcd.Address, options => Trusting(options) with { CertificateFile = certificate, KeyFile = key }));
    }

    [EtcdFact]
    public async Task An_etcd_of_another_authority_is_not_trusted()
    {
        var etcd = StartServer(Server());
        using var stranger = CertificateAuthority.Create("stranger", TimeProvider.System);
        File.WriteAllText(_directory.File("other.crt"), stranger.CertificatePem);
        var (certificate, key) = Client(_authority, "client");

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(etcd.Address, options => options with
        {
            CaFile = _directory.File("other.crt"), CertificateFile = certificate, KeyFile = key,
            RequestTimeout = TimeSpan.FromSeconds(1), OpenTimeout = TimeSpan.FromSeconds(1),
        }));

        Assert.Contains("https://127.0.0.1", refused.Message);
    }

    [Fact]
    public async Task A_certificate_needs_a_key_and_files_must_be_there()
    {
        var address = new Uri("https://127.0.0.1:1");
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(address, options => options with { CertificateFile = "some.crt" }));
        await Assert.ThrowsAnyAsync<IOException>(
            () => OpenAsync(address, options => options with { CertificateFile = "/no/such.crt", KeyFile = "/no/such.key" }));
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(new Uri("ftp://127.0.0.1:1")));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    private EtcdCertificates Server()
    {
        File.WriteAllText(_directory.File("ca.crt"), _authority.CertificatePem);
        var (certificate, key) = Write(
            _authority, "server", new CertificateSubject("etcd") { Addresses = [IPAddress.Loopback], ForServer = true, ForClient = true });
        return new EtcdCertificates(_directory.File("ca.crt"), certificate, key);
    }

    private (string Certificate, string Key) Client(CertificateAuthority authority, string name) =>
        Write(authority, name, new CertificateSubject(name) { ForClient = true });

    private (string Certificate, string Key) Write(CertificateAuthority authority, string name, CertificateSubject subject)
    {
        var issued = authority.Issue(subject, TimeProvider.System);
        File.WriteAllText(_directory.File($"{name}.crt"), issued.CertificatePem);
        File.WriteAllText(_directory.File($"{name}.key"), issued.KeyPem);
        return (_directory.File($"{name}.crt"), _directory.File($"{name}.key"));
    }
}
