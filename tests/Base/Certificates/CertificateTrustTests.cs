using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Base.Tests.Certificates;

/// <summary>Chains that are believed and chains that are not, each as Go's crypto/x509 has it.</summary>
public sealed class CertificateTrustTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2", CodeSigning = "1.3.6.1.5.5.7.3.3", Any = "2.5.29.37.0";

    private static readonly DateTimeOffset Now = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly X509Certificate2 _root = Sign("root", null, isAuthority: true);

    [Theory]
    [InlineData(true, Client)]
    [InlineData(true, Server, Client)]
    [InlineData(true, Any)]
    [InlineData(true)] // It names no usage: it may be used for all.
    [InlineData(false, Server)]
    [InlineData(false, CodeSigning)]
    public void It_has_to_be_for_the_wanted_usage(bool isAccepted, params string[] usages) =>
        Assert.Equal(isAccepted, Trust(ExtendedKeyUsage.ClientAuth).Accepts(Sign("leaf", _root, usages: usages)));

    [Fact]
    public void A_server_has_to_show_one_for_servers()
    {
        Assert.True(Trust(ExtendedKeyUsage.ServerAuth).Accepts(Sign("leaf", _root, usages: [Server])));
        Assert.False(Trust(ExtendedKeyUsage.ServerAuth).Accepts(Sign("leaf", _root, usages: [Client])));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-3601, false)] // Not yet valid.
    [InlineData(-3600, true)]
    [InlineData(3599, true)]
    [InlineData(3601, false)] // Expired.
    public void It_has_to_be_in_its_time_by_the_injected_clock(int seconds, bool isAccepted)
    {
        var leaf = Sign("leaf", _root);
        var trust = Trust();
        _time.AdjustTime(Now.AddSeconds(seconds));

        Assert.Equal(isAccepted, trust.Accepts(leaf));
    }

    [Fact]
    public void It_has_to_be_signed_by_an_authority_that_is_trusted()
    {
        var stranger = Sign("stranger", null, isAuthority: true);
        var impostor = Sign("root", null, isAuthority: true);

        Assert.True(Trust().Accepts(Sign("leaf", _root)));
        Assert.False(Trust().Accepts(Sign("leaf", stranger)));
        Assert.False(Trust().Accepts(Sign("leaf", impostor)));
        // A peer cannot bring its own root.
        Assert.False(Trust().Accepts(Sign("leaf", stranger), [stranger]));
        Assert.False(Trust().Accepts(stranger));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, true, Client)]
    [InlineData(true, true, Server, Any)]
    [InlineData(true, false, Server)] // It may only sign for servers.
    [InlineData(false, false)] // A leaf signs nobody.
    public void The_peer_brings_what_lies_between(bool isAuthority, bool isAccepted, params string[] usages)
    {
        var between = Sign("between", _root, isAuthority, usages);
        var leaf = Sign("leaf", between, usages: [Client]);

        Assert.Equal(isAccepted, Trust(ExtendedKeyUsage.ClientAuth).Accepts(leaf, [between]));
        Assert.False(Trust(ExtendedKeyUsage.ClientAuth).Accepts(leaf));
    }

    [Theory]
    [InlineData("127.0.0.1", 0, null)]
    [InlineData("127.0.0.1", 3601, "the server's certificate is not trusted: NotTimeValid")]
    [InlineData("elsewhere", 0, "the server's certificate is not for elsewhere")]
    public async Task Handshakes_judge_by_the_name_and_by_the_clock_of_that_moment(string host, int seconds, string? why)
    {
        SslClientAuthenticationOptions tls = new() { TargetHost = host };
        Trust(ExtendedKeyUsage.ServerAuth).Guard(tls);
        _time.AdjustTime(Now.AddSeconds(seconds));

        Assert.Equal(why, await HandshakeAsync(tls, Sign("leaf", _root, usages: [Server])));
    }

    [Fact]
    public async Task A_handshake_with_a_server_of_another_authority_fails()
    {
        SslClientAuthenticationOptions tls = new() { TargetHost = "127.0.0.1" };
        Trust(ExtendedKeyUsage.ServerAuth).Guard(tls);

        var why = await HandshakeAsync(tls, Sign("leaf", Sign("stranger", null, isAuthority: true), usages: [Server]));

        Assert.Equal("the server's certificate is not trusted: PartialChain", why);
    }

    private CertificateTrust Trust(ExtendedKeyUsage usage = ExtendedKeyUsage.ClientAuth) => new([_root], usage, _time);

    /// <summary>Why the client has refused the server; null when it has not.</summary>
    private static async Task<string?> HandshakeAsync(SslClientAuthenticationOptions tls, X509Certificate2 shown)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using SslStream here = new(client.GetStream()), there = new(accepted.GetStream());
        var serving = there.AuthenticateAsServerAsync(shown);
        try
        {
            await here.AuthenticateAsClientAsync(tls);
            await serving;
            return null;
        }
        catch (AuthenticationException e)
        {
            client.Close();
            // Depending on when it was hung up on.
            await Record.ExceptionAsync(() => serving);
            return e.Message;
        }
    }

    /// <summary>A certificate that is good from an hour before now until an hour after; an authority's is good for longer.</summary>
    private static X509Certificate2 Sign(string name, X509Certificate2? issuer, bool isAuthority = false, params string[] usages)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (isAuthority) request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        if (usages.Length > 0)
        {
            OidCollection oids = [];
            foreach (var usage in usages) oids.Add(new Oid(usage));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, false));
        }
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        var valid = isAuthority ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        if (issuer is null) return request.CreateSelfSigned(Now - valid, Now + valid);
        using var signing = issuer.GetECDsaPrivateKey()!;
        using var signed = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signing), Now - valid, Now + valid, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
