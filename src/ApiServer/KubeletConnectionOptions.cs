using System.Security.Cryptography.X509Certificates;

namespace Kybernet.ApiServer;

/// <summary>How the API server reaches kubelets for logs, exec, attach, port-forward and proxies.</summary>
public sealed record KubeletConnectionOptions
{
    /// <summary>What it shows kubelets (--kubelet-client-certificate, --kubelet-client-key); null: nothing.</summary>
    public Func<X509Certificate2>? ClientCertificate { get; init; }

    /// <summary>Who may have signed kubelets' certificates (--kubelet-certificate-authority); null: anybody.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Which of a node's addresses are tried, the best first (--kubelet-preferred-address-types); null: upstream's order.</summary>
    public IReadOnlyList<string>? PreferredAddressTypes { get; init; }
}
