using System.Net;
using Kybernet.Base;
using Kybernet.Base.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Storage.Tests.Serving;

/// <summary>Our etcd service with TLS, and for those only who show a certificate.</summary>
public sealed class ServedTlsTests : IAsyncLifetime
{
    private static readonly ExecutionEnvironment Environment = ExecutionEnvironment.System();

    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("etcd-ca", TimeProvider.System);
    private readonly CertificateAuthority _stranger = CertificateAuthority.Create("stranger", TimeProvider.System);
    private IEmbeddedStore? _store;
    private EtcdServer? _server;

    public async Task InitializeAsync()
    {
        File.WriteAllText(_directory.File("ca.crt"), _authority.CertificatePem);
        Write(_authority, "server", new CertificateSubject("etcd") { Addresses = [IPAddress.Loopback], ForServer = true });
        Write(_authority, "client", new CertificateSubject("client") { ForClient = true });
        Write(_authority, "servers-only", new CertificateSubject("client") { ForServer = true });
        Write(_stranger, "stranger", new CertificateSubject("client") { ForClient = true });
        _store = await SqliteStore.OpenAsync(_directory.File("store.db"), Environment);
        _server = await ServeAsync(Environment);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _store!.DisposeAsync();
        _authority.Dispose();
        _stranger.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Who_shows_a_certificate_of_the_authority_may_write()
    {
        await using var store = await EtcdStore.OpenAsync(With("client"), Environment);

        Assert.Equal(2, (await store.PutAsync(StoreKey.Parse("/registry/a"), default)).Revision);
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("servers-only")]
    [InlineData(null)]
    public async Task Who_shows_anothers_or_one_for_servers_or_none_may_not(string? name) =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => EtcdStore.OpenAsync(With(name), Environment));

    [Fact]
    public async Task A_client_s_certificate_has_to_be_in_its_time_by_the_server_s_clock()
    {
        await _server!.DisposeAsync();
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow().AddDays(366));
        _server = await ServeAsync(new ExecutionEnvironment { Time = time, Random = new RandomSource(1), Scheduler = TaskScheduler.Default });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => EtcdStore.OpenAsync(With("client"), Environment));
    }

    [EtcdctlFact]
    public async Task The_real_etcdctl_is_let_in_and_kept_out()
    {
        Assert.Equal("OK", await EtcdctlAsync("client", "put", "a", "1"));
        Assert.Contains("is healthy", await EtcdctlAsync("client", "endpoint", "health"));
        Assert.DoesNotContain("OK", await EtcdctlAsync("stranger", "--dial-timeout=1s", "--command-timeout=1s", "put", "a", "2"));
        Assert.Equal("a\n1", await EtcdctlAsync("client", "get", "a"));
    }

    [Fact]
    public async Task Health_and_metrics_are_told_over_https()
    {
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        handler.ClientCertificates.Add(
            System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(_directory.File("client.crt"), _directory.File("client.key")));
        using HttpClient client = new(handler) { BaseAddress = _server!.Addresses[0] };

        Assert.Equal("""{"health":"true","reason":""}""", await client.GetStringAsync("/health"));
        Assert.Equal("""{"etcdserver":"3.5.21","etcdcluster":"3.5.21"}""", await client.GetStringAsync("/version"));
        Assert.Matches(@"(?m)^etcd_mvcc_db_total_size_in_bytes [1-9]\d+$", await client.GetStringAsync("/metrics"));
    }

    private Task<EtcdServer> ServeAsync(ExecutionEnvironment environment) => EtcdServer.StartAsync(
        _store!,
        new EtcdServerOptions
        {
            ListenUrls = [new Uri("https://127.0.0.1:0")],
            CertificateFile = _directory.File("server.crt"),
            KeyFile = _directory.File("server.key"),
            TrustedCaFile = _directory.File("ca.crt"),
            ClientCertAuth = true,
        },
        environment);

    private void Write(CertificateAuthority authority, string name, CertificateSubject subject)
    {
        var issued = authority.Issue(subject, TimeProvider.System);
        File.WriteAllText(_directory.File($"{name}.crt"), issued.CertificatePem);
        File.WriteAllText(_directory.File($"{name}.key"), issued.KeyPem);
    }

    private EtcdStoreOptions With(string? name) => new()
    {
        Endpoints = _server!.Addresses,
        CaFile = _directory.File("ca.crt"),
        CertificateFile = name is null ? null : _directory.File($"{name}.crt"),
        KeyFile = name is null ? null : _directory.File($"{name}.key"),
        RequestTimeout = TimeSpan.FromSeconds(2),
        OpenTimeout = TimeSpan.FromSeconds(2),
    };

    private async Task<string> EtcdctlAsync(string name, params string[] arguments)
    {
        var (output, _) = await Programs.RunAsync(
            EtcdctlFactAttribute.Program!, "", new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token,
            [
                .. arguments, "--endpoints", _server!.Addresses[0].Authority, "--cacert", _directory.File("ca.crt"),
                "--cert", _directory.File($"{name}.crt"), "--key", _directory.File($"{name}.key"),
            ]);
        return output;
    }
}
