using System.Security.Cryptography.X509Certificates;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary>A certificate and its key by two flags.</summary>
internal sealed record CertificateFlags(Flag<string> Certificate, Flag<string> Key)
{
    /// <summary>--tls-cert-file and --tls-private-key-file.</summary>
    public static CertificateFlags Serving(FlagTable flags) => new(
        flags.Text("tls-cert-file", "", "The serving certificate, as PEM; read again when it changes."),
        flags.Text("tls-private-key-file", "", "The key of --tls-cert-file."));

    /// <summary>The certificate as it is now; null when neither flag is given.</summary>
    /// <exception cref="CommandFailure">One flag is given without the other.</exception>
    public Func<X509Certificate2>? Of(ComponentStart start)
    {
        var (certificate, key) = (start.Get(Certificate), start.Get(Key));
        if (certificate.Length == 0 && key.Length == 0) return null;
        return certificate.Length > 0 && key.Length > 0
            ? new CertificateFile(certificate, key).Current
            : throw new CommandFailure($"--{Certificate.Name} and --{Key.Name} are to be given together");
    }
}
