using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Certificates;

/// <summary>
/// A certificate authority of a cluster: makes the certificates by which components prove who they are. Keys are ECDSA
/// P-256; certificates last one year and the authority ten, as kubeadm's do.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan CertificateLifetime = TimeSpan.FromDays(365);

    // Clocks of a cluster's machines differ: what is made now is good from a little earlier on.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly X509Certificate2 _certificate;

    private CertificateAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>The authority's own certificate as PEM: what others trust.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The authority's private key as PEM.</summary>
    public string KeyPem
    {
        get
        {
            using var key = _certificate.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem();
        }
    }

    /// <summary>Makes a new self-signed authority.</summary>
    public static CertificateAuthority Create(string commonName, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(new X500DistinguishedName($"CN={commonName}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockSkew, now + AuthorityLifetime));
    }

    /// <summary>Takes up an authority that was saved as PEM.</summary>
    /// <exception cref="CryptographicException">The PEM does not hold a certificate and its key.</exception>
    public static CertificateAuthority Load(string certificatePem, string keyPem) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem));

    /// <summary>Makes a certificate with a new key.</summary>
    public IssuedCertificate Issue(CertificateSubject subject, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedNameBuilder name = new();
        foreach (var organization in subject.Organizations) name.AddOrganizationName(organization);
        name.AddCommonName(subject.CommonName);
        CertificateRequest request = new(name.Build(), key, HashAlgorithmName.SHA256);
        AddExtensions(request, subject);

        var now = time.GetUtcNow();
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        var end = now + CertificateLifetime < _certificate.NotAfter ? now + CertificateLifetime : _certificate.NotAfter;
        using var certificate = request.Create(_certificate, now - ClockSkew, end, serial);
        return new IssuedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private void AddExtensions(CertificateRequest request, CertificateSubject subject)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        OidCollection usages = [];
        if (subject.ForServer) usages.Add(ExtendedKeyUsage.ServerAuth.ToOid());
        if (subject.ForClient) usages.Add(ExtendedKeyUsage.ClientAuth.ToOid());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        if (subject.DnsNames.Count + subject.Addresses.Count == 0) return;
        SubjectAlternativeNameBuilder names = new();
        foreach (var dns in subject.DnsNames) names.AddDnsName(dns);
        foreach (var address in subject.Addresses) names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
    }
}

/// <summary>A certificate and its private key, as PEM.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>The certificate with its key, fit for TLS.</summary>
    public X509Certificate2 ToX509() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
}
