using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Certificates;

/// <summary>What a certificate may be shown for, by the names that Go's crypto/x509 has for it (RFC 5280, 4.2.1.12).</summary>
public enum ExtendedKeyUsage
{
    /// <summary>By a server to its clients.</summary>
    ServerAuth,

    /// <summary>By a client to its server.</summary>
    ClientAuth,
}

/// <summary>The usages as they stand in certificates.</summary>
internal static class ExtendedKeyUsages
{
    private const string Any = "2.5.29.37.0";

    public static Oid ToOid(this ExtendedKeyUsage usage) => new(usage switch
    {
        ExtendedKeyUsage.ServerAuth => "1.3.6.1.5.5.7.3.1",
        ExtendedKeyUsage.ClientAuth => "1.3.6.1.5.5.7.3.2",
        _ => throw new ArgumentOutOfRangeException(nameof(usage), usage, null),
    });

    /// <summary>
    /// Whether a certificate may be used so, or sign those that are. .NET's own check (an application policy of the chain) does not know
    /// the usage that stands for any.
    /// </summary>
    public static bool IsAllowedBy(this ExtendedKeyUsage usage, X509Certificate2 certificate)
    {
        var wanted = usage.ToOid().Value;
        var named = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(static extension => extension.EnhancedKeyUsages.Cast<Oid>()).ToList();
        return named.Count == 0 || named.Any(oid => oid.Value == wanted || oid.Value == Any);
    }
}
