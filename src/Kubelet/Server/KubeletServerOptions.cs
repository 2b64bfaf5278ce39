using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Kubelet.Server;

/// <summary>How the kubelet's own server listens, and whom it lets in.</summary>
/// <param name="EndPoint">Where it listens (--address, --port).</param>
/// <param name="Certificate">Its serving certificate with its key (--tls-cert-file, --tls-private-key-file).</param>
/// <param name="ClientAuthorities">Who signs the certificates of those that are let in (--client-ca-file).</param>
public sealed record KubeletServerOptions(IPEndPoint EndPoint, X509Certificate2 Certificate, X509Certificate2Collection ClientAuthorities)
{
    /// <summary>The user whose certificate is let in besides members of system:masters: the API server.</summary>
    public string ApiServerUser { get; init; } = "kube-apiserver-kubelet-client";
}
