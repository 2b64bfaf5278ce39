using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Certificates;

namespace Kybernet.Host.Cluster;

/// <summary>
/// The serving certificate of a component that was given none, kept in its --cert-dir as upstream keeps it: NAME.crt with
/// the certificate and behind it that of the authority made for it alone, and NAME.key.
/// </summary>
internal static class SelfMadeCertificate
{
    /// <summary>Takes up the files that are there, or makes them.</summary>
    /// <param name="directory">--cert-dir; empty: the certificate is made anew and not kept.</param>
    /// <param name="name">The files' name: <c>apiserver</c>, <c>kubelet</c>.</param>
    /// <param name="host">Where the component is reached: part of the certificate's name.</param>
    /// <param name="dnsNames">All names under which it is reached.</param>
    /// <param name="addresses">All addresses.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The certificate as it is now: who renews the files changes it.</returns>
    public static Func<X509Certificate2> Ensure(
        string directory, string name, string host, IReadOnlyList<string> dnsNames, IEnumerable<IPAddress> addresses, TimeProvider time)
    {
        var made = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var certificateFile = Path.Combine(directory, name + ".crt");
        var keyFile = Path.Combine(directory, name + ".key");
        if (directory.Length > 0 && File.Exists(certificateFile) && File.Exists(keyFile)) return new CertificateFile(certificateFile, keyFile).Current;

        using var authority = CertificateAuthority.Create($"{host}-ca@{made}", time);
        var issued = authority.Issue(
            new CertificateSubject($"{host}@{made}") { ForServer = true, DnsNames = dnsNames, Addresses = [.. addresses.Distinct()] }, time);
        if (directory.Length == 0)
        {
            var certificate = issued.ToX509();
            return () => certificate;
        }

        SecretFile.CreateDirectory(directory);
        SecretFile.Write(keyFile, issued.KeyPem + "\n");
        SecretFile.Write(certificateFile, $"{issued.CertificatePem}\n{authority.CertificatePem}\n");
        return new CertificateFile(certificateFile, keyFile).Current;
    }
}
