using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Host.Cluster;

/// <summary>
/// A certificate and its key in files, which somebody may renew: what is in them now. While the two do not fit (one is
/// written after the other) the old one goes on.
/// </summary>
internal sealed class CertificateFile
{
    private readonly Lock _lock = new();
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private (DateTime Certificate, DateTime Key) _written;
    private X509Certificate2 _current;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="FormatException">They hold no certificate and its key.</exception>
    public CertificateFile(string certificateFile, string keyFile)
    {
        (_certificateFile, _keyFile) = (certificateFile, keyFile);
        _written = Written();
        try
        {
            _current = Read();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException($"{certificateFile} and {keyFile} do not hold a certificate and its key as PEM: {e.Message}", e);
        }
    }

    /// <summary>The certificate with its key. The files are read again when they have changed.</summary>
    public X509Certificate2 Current()
    {
        lock (_lock)
        {
            var written = Written();
            if (written == _written) return _current;
            try
            {
                _current = Read();
                _written = written;
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
            {
                // Half of it is new: the next call looks again.
            }

            return _current;
        }
    }

    private X509Certificate2 Read() => X509Certificate2.CreateFromPem(File.ReadAllText(_certificateFile), File.ReadAllText(_keyFile));

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));
}
