using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Client;

/// <summary>Client certificates with their keys.</summary>
internal static class ClientCertificates
{
    /// <summary>The certificate of the two PEM texts; null when there is none.</summary>
    /// <exception cref="FormatException">One is missing, or they do not belong together.</exception>
    public static X509Certificate2? Read(string certificatePem, string keyPem)
    {
        if (certificatePem.Length == 0 && keyPem.Length == 0) return null;
        if (certificatePem.Length == 0 || keyPem.Length == 0) throw new FormatException("a client certificate needs its key, and a key its certificate");
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException($"the client certificate cannot be read: {e.Message}", e);
        }
    }
}
