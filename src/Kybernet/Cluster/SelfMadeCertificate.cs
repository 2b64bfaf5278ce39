using System.Globalization;
using System.Net;
using Kybernet.Base.Certificates;

namespace Kybernet.Host.Cluster;

/// <summary>
/// The serving certificate of a component that was given none, kept in its --cert-dir as upstream keeps it: NAME.crt with
/// the certificate and behind it that of the authority made for it alone, and NAME.key.
/// </summary>
internal static class SelfMadeCertificate
{
    /// <summary>Takes up the files that are there, or makes them.</summary>
    /// <param name="directory">--cert-dir.</param>
    /// <param name="name">The files' name: <c>apiserver</c>, <c>kubelet</c>.</param>
    /// <param name="host">Where the component is reached: part of the certificate's name.</param>
    /// <param name="dnsNames">All names under which it is reached.</param>
    /// <param name="addresses">All addresses.</param>
    /// <param name="time">The clock.</param>
    public static CertificateFile Ensure(
        string directory, string name, string host, IReadOnlyList<string> dnsNames, IEnumerable<IPAddress> addresses, TimeProvider time)
    {
        var certificateFile = Path.Combine(directory, name + ".crt");
        var keyFile = Path.Combine(directory, name + ".key");
        if (!File.Exists(certificateFile) || !File.Exists(keyFile))
        {
            SecretFile.CreateDirectory(directory);
            var suffix = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            using var authority = CertificateAuthority.Create($"{host}-ca@{suffix}", time);
            var issued = authority.Issue(
                new CertificateSubject($"{host}@{suffix}") { ForServer = true, DnsNames = dnsNames, Addresses = [.. addresses.Distinct()] }, time);
            SecretFile.Write(keyFile, issued.KeyPem + "\n");
            SecretFile.Write(certificateFile, $"{issued.CertificatePem}\n{authority.CertificatePem}\n");
        }

        return new CertificateFile(certificateFile, keyFile);
    }
}
