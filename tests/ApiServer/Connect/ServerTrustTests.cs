using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Connect;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Base.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.Connect;

/// <summary>Kubelets whose certificates are not believed, in Go's words.</summary>
public sealed class ServerTrustTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly CertificateAuthority _authority;
    private readonly ServerTrust _trust;

    public ServerTrustTests()
    {
        _authority = CertificateAuthority.Create("kubernetes", _time);
        _trust = new ServerTrust(Authorities(_authority), _time);
    }

    [Theory]
    [InlineData("10.0.0.1", null)]
    [InlineData("n1", null)]
    [InlineData("n2", "x509: certificate is valid for n1, not n2")]
    [InlineData("10.0.0.2", "x509: certificate is valid for 10.0.0.1, not 10.0.0.2")]
    public void It_has_to_be_made_for_the_name(string host, string? why) =>
        Assert.Equal(why, _trust.Refusal(Issue(new("n1") { ForServer = true, DnsNames = ["n1"], Addresses = [IPAddress.Parse("10.0.0.1")] }), [], host));

    [Theory]
    [InlineData("10.0.0.1", true, "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs")]
    [InlineData("n1", true, "x509: certificate is valid for n9, not n1")]
    [InlineData("n1", false, "x509: certificate relies on legacy Common Name field, use SANs instead")]
    [InlineData("n2", false, "x509: certificate is not valid for any names, but wanted to match n2")]
    public void Names_have_to_be_told_in_the_right_place(string host, bool named, string why) =>
        Assert.Equal(why, _trust.Refusal(Issue(new("n1") { ForServer = true, DnsNames = named ? ["n9"] : [] }), [], host));

    [Fact]
    public void It_has_to_be_of_now()
    {
        var leaf = Issue(new("n1") { ForServer = true, DnsNames = ["n1"] });
        _time.Advance(TimeSpan.FromDays(365) + TimeSpan.FromSeconds(1));
        Assert.Equal(
            "x509: certificate has expired or is not yet valid: current time 2027-05-17T12:00:01Z is after 2027-05-17T12:00:00Z", _trust.Refusal(leaf, [], "n1"));
        ServerTrust early = new(Authorities(_authority), new FakeTimeProvider(Now.AddHours(-1)));
        Assert.Equal(
            "x509: certificate has expired or is not yet valid: current time 2026-05-17T11:00:00Z is before 2026-05-17T11:55:00Z", early.Refusal(leaf, [], "n1"));
    }

    [Fact]
    public void It_has_to_be_signed_by_an_authority_and_for_servers()
    {
        using var stranger = CertificateAuthority.Create("stranger", _time);
        using var stray = stranger.Issue(new("n1") { ForServer = true, DnsNames = ["n1"] }, _time).ToX509();
        Assert.Equal("x509: certificate signed by unknown authority", _trust.Refusal(stray, [], "n1"));

        // One who calls itself as ours does.
        using var impostor = CertificateAuthority.Create("kubernetes", _time);
        using var forged = impostor.Issue(new("n1") { ForServer = true, DnsNames = ["n1"] }, _time).ToX509();
        Assert.Equal(
            "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification failure\" while trying to verify candidate authority certificate \"kubernetes\")",
            _trust.Refusal(forged, [], "n1"));

        Assert.Equal("x509: certificate specifies an incompatible key usage", _trust.Refusal(Issue(new("n1") { ForClient = true, DnsNames = ["n1"] }), [], "n1"));
    }

    [Theory]
    [InlineData("log", "Get \"https://127.0.0.1:PORT/containerLogs/default/p/c\": tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [InlineData("portforward", "error dialing backend: tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    public async Task Who_asks_for_a_stream_is_told_why_there_is_none(string subresource, string message)
    {
        using var stranger = CertificateAuthority.Create("stranger", TimeProvider.System);
        using var shown = stranger.Issue(new("n") { ForServer = true, Addresses = [IPAddress.Loopback] }, TimeProvider.System).ToX509();
        using var serving = X509CertificateLoader.LoadPkcs12(shown.Export(X509ContentType.Pfx), null);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using CancellationTokenSource stop = new();
        var kubelet = ServeAsync(listener, serving, stop.Token);

        using var ours = CertificateAuthority.Create("ours", TimeProvider.System);
        await using var server = await TestApiServer.StartAsync(o => o with { Kubelets = new() { Authorities = Authorities(ours) } });
        await server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n"}}""");
        await server.SendAsync(
            "PATCH", "/api/v1/nodes/n/status", """{"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":PORT}}}}""".Replace("PORT", $"{port}", StringComparison.Ordinal),
            "application/merge-patch+json");
        await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var pod = await server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}}""");
        Assert.True(pod.Code == 201, pod.Text);

        var refused = await server.SendAsync(subresource == "log" ? "GET" : "POST", $"/api/v1/namespaces/default/pods/p/{subresource}");
        Assert.Equal((500, message.Replace("PORT", $"{port}", StringComparison.Ordinal)), (refused.Code, refused.Message));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kubelet);
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken stop)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(stop);
            await using SslStream tls = new(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                await tls.ReadExactlyAsync(new byte[1], stop);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // It was not believed.
            }
        }
    }

    private X509Certificate2 Issue(CertificateSubject subject) => _authority.Issue(subject, _time).ToX509();

    private static X509Certificate2Collection Authorities(CertificateAuthority authority)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(authority.CertificatePem);
        return authorities;
    }
}
