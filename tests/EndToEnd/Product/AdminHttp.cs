using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Kybernet.EndToEnd.Tests.Product;

/// <summary>Bare HTTPS to a cluster as its administrator: for what kubectl would never send, and for many requests at once.</summary>
public static partial class AdminHttp
{
    /// <summary>A client with the certificate of the kubeconfig.</summary>
    public static HttpClient Open(Cluster cluster)
    {
        var config = File.ReadAllText(cluster.Kubeconfig);
        X509Certificate2Collection trusted = [];
        trusted.ImportFromPem(Pem(config, "certificate-authority-data"));
        SocketsHttpHandler handler = new()
        {
            SslOptions =
            {
                ClientCertificates = [X509Certificate2.CreateFromPem(Pem(config, "client-certificate-data"), Pem(config, "client-key-data"))],
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{cluster.Port}"), Timeout = Programs.Patience };
    }

    private static string Pem(string config, string field) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Field().Matches(config).First(m => m.Groups[1].Value == field).Groups[2].Value));

    [GeneratedRegex(@"([a-z-]+-data): ""?([A-Za-z0-9+/=]+)")]
    private static partial Regex Field();
}
