namespace Kybernet.Client.Tests;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    [Fact]
    public void What_is_written_can_be_read_and_used()
    {
        TestAuthority authority = new();
        var (certificate, key) = authority.Issue("CN=kubernetes-admin,O=system:masters");
        var config = Kubeconfig.Of(
            new KubeconfigCluster { Name = "kybernet", Server = "https://127.0.0.1:6443", CertificateAuthorityPem = authority.Pem },
            new KubeconfigUser { Name = "kubernetes-admin", ClientCertificatePem = certificate, ClientKeyPem = key },
            "work");
        var path = Path.Combine(_directory, "admin.kubeconfig");
        config.Save(path);
        config.Save(path);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var read = Kubeconfig.Load(path);
        Assert.Equal("kubernetes-admin@kybernet", read.CurrentContext);
        var client = read.ToClientConfig();
        Assert.Equal(new Uri("https://127.0.0.1:6443"), client.Server);
        Assert.Equal(authority.Pem, client.CertificateAuthorityPem);
        Assert.True(client.ClientCertificate!.HasPrivateKey);
        Assert.Contains("kubernetes-admin", client.ClientCertificate.Subject);
        Assert.Equal("work", client.Namespace);
    }

    [Fact]
    public void Files_are_found_beside_the_kubeconfig()
    {
        TestAuthority authority = new();
        var (certificate, key) = authority.Issue("CN=u");
        File.WriteAllText(Path.Combine(_directory, "ca.crt"), authority.Pem);
        File.WriteAllText(Path.Combine(_directory, "u.crt"), certificate);
        File.WriteAllText(Path.Combine(_directory, "u.key"), key);
        File.WriteAllText(Path.Combine(_directory, "config"), """
            apiVersion: v1
            kind: Config
            current-context: one
            preferences: {}
            clusters:
            - name: c
              cluster: {server: https://example:6443, certificate-authority: ca.crt, tls-server-name: kubernetes}
            users:
            - name: u
              user: {client-certificate: u.crt, client-key: u.key}
            - name: t
              user:
                token: abc
            contexts:
            - name: one
              context: {cluster: c, user: u}
            - context:
                cluster: c
                user: t
              name: two
            """);
        var config = Kubeconfig.Load(Path.Combine(_directory, "config"));
        var one = config.ToClientConfig();
        Assert.Equal((authority.Pem, "kubernetes", true, "default"), (one.CertificateAuthorityPem, one.TlsServerName, one.ClientCertificate is not null, one.Namespace));
        Assert.Equal("abc", config.ToClientConfig("two").BearerToken);
    }

    [Theory]
    [InlineData("current-context: none", "context \"none\" does not exist")]
    [InlineData("- a", "a kubeconfig is a YAML object")]
    [InlineData("clusters: 5", "clusters is no list")]
    [InlineData("{current-context: x, contexts: [{name: x, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: 'https://h'}}], users: [{name: u, user: {exec: {command: login}}}]}",
        "user \"u\": exec is not supported; use a client certificate or a token")]
    [InlineData("{current-context: x, contexts: [{name: x, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: 'h:1'}}], users: [{name: u}]}",
        "cluster \"c\": invalid server \"h:1\"")]
    public void What_is_wrong_is_told(string text, string message)
    {
        var failure = Assert.Throws<FormatException>(() => Kubeconfig.Parse(text, "/").ToClientConfig());
        Assert.Equal(message, failure.Message);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
