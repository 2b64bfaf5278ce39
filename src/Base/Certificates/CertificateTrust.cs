using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Certificates;

/// <summary>
/// Whose certificates are believed: the one policy by which all components judge the chain of who they talk to. It follows these rules
/// of Go's crypto/x509 (<c>Certificate.Verify</c>):
/// <list type="bullet">
/// <item>A chain ends at one of the given authorities and nowhere else; the machine's own are not asked.</item>
/// <item>The authorities between are those that the peer sent along. None is fetched, wherever a certificate may say that it lies.</item>
/// <item>Every certificate of the chain is in its time, by the injected clock.</item>
/// <item>Every certificate of the chain that names usages names the wanted one or any; one that names none may be used for all.</item>
/// <item>Nobody is asked whether a certificate was revoked.</item>
/// </list>
/// Other than in Go an authority must be a root, i.e. have signed itself. Names are not judged here.
/// </summary>
/// <param name="authorities">Who may have signed.</param>
/// <param name="usage">What the peer's certificate has to be for.</param>
/// <param name="time">Tells whether certificates are in their time.</param>
public sealed class CertificateTrust(X509Certificate2Collection authorities, ExtendedKeyUsage usage, TimeProvider time)
{
    /// <summary>Whether a certificate is believed.</summary>
    /// <param name="leaf">The peer's own.</param>
    /// <param name="intermediates">Those that it sent along; null for none.</param>
    public bool Accepts(X509Certificate2 leaf, X509Certificate2Collection? intermediates = null) =>
        Problems(leaf, intermediates) == X509ChainStatusFlags.NoError;

    /// <summary>What is wrong with a certificate and its chain; its usage is looked at only when nothing else is.</summary>
    /// <param name="leaf">The peer's own.</param>
    /// <param name="intermediates">Those that it sent along; null for none.</param>
    public X509ChainStatusFlags Problems(X509Certificate2 leaf, X509Certificate2Collection? intermediates = null)
    {
        using X509Chain chain = new() { ChainPolicy = Policy(intermediates) };
        if (chain.Build(leaf))
            return chain.ChainElements.All(element => usage.IsAllowedBy(element.Certificate)) ? X509ChainStatusFlags.NoError : X509ChainStatusFlags.NotValidForUsage;
        // A failure stays one, should no reason be told.
        return chain.ChainStatus.Select(static problem => problem.Status).DefaultIfEmpty(X509ChainStatusFlags.PartialChain).Aggregate(static (all, one) => all | one);
    }

    /// <summary>
    /// Has the handshakes of a client judge their servers by these rules, and by the name that was asked for. They fail with an
    /// <see cref="AuthenticationException"/> that says what is wrong.
    /// </summary>
    /// <param name="tls">The client's options.</param>
    public void Guard(SslClientAuthenticationOptions tls) => Guard(tls, AcceptServer);

    /// <summary>The same for whoever decides for itself in the end, as it has words of its own.</summary>
    /// <param name="tls">The client's options.</param>
    /// <param name="decision">Has the last word. The chain that it is given has what the server sent along.</param>
    public void Guard(SslClientAuthenticationOptions tls, RemoteCertificateValidationCallback decision)
    {
        // The handshake looks first. Without a policy it would ask the machine's authorities and the network; with one it goes by the
        // time at which the options were made. So the decision is another's, who looks at the clock each time.
        tls.CertificateChainPolicy = Policy();
        tls.RemoteCertificateValidationCallback = decision;
    }

    private bool AcceptServer(object connection, X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 leaf) throw new AuthenticationException("the server has shown no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException($"the server's certificate is not for {((SslStream)connection).TargetHostName}");
        var problems = Problems(leaf, sent?.ChainPolicy.ExtraStore);
        return problems == X509ChainStatusFlags.NoError ? true : throw new AuthenticationException($"the server's certificate is not trusted: {problems}");
    }

    private X509ChainPolicy Policy(X509Certificate2Collection? intermediates = null)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().UtcDateTime,
        };
        policy.CustomTrustStore.AddRange(authorities);
        if (intermediates is not null) policy.ExtraStore.AddRange(intermediates);
        return policy;
    }
}
