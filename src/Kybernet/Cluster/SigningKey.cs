using System.Security.Cryptography;

namespace Kybernet.Host.Cluster;

/// <summary>The key that signs service-account tokens, kept in a file: tokens outlive the process that signed them.</summary>
internal static class SigningKey
{
    /// <summary>Makes the key if there is none, and gives it as PEM.</summary>
    public static string Ensure(string file)
    {
        if (!File.Exists(file))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            SecretFile.Write(file, key.ExportPkcs8PrivateKeyPem());
        }

        return File.ReadAllText(file);
    }
}
