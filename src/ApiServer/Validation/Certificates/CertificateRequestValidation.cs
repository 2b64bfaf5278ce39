using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Certificates.V1;

namespace Kybernet.ApiServer.Validation.Certificates;

/// <summary>CertificateSigningRequests.</summary>
internal static class CertificateRequestValidation
{
    private const int MinSeconds = 600;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly string[] Usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only",
        "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement",
        "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
    ];

    /// <summary>Judges a spec.</summary>
    public static void Validate(CertificateSigningRequestSpec spec, FieldErrors errors)
    {
        if (RequestError(spec.Request) is { } wrong) errors.Invalid(Spec.Child("request"), GoValue.Bytes(spec.Request), wrong);
        if (spec.Usages.Count == 0) errors.Required(Spec.Child("usages"));
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.Usages.Count; i++)
        {
            if (!Usages.Contains(spec.Usages[i])) errors.NotSupported(Spec.Child("usages").Index(i), spec.Usages[i], Usages);
            if (!seen.Add(spec.Usages[i])) errors.Duplicate(Spec.Child("usages").Index(i), spec.Usages[i]);
        }

        if (spec.SignerName == "kubernetes.io/legacy-unknown") errors.Invalid(Spec.Child("signerName"), spec.SignerName, "the legacy signerName is not allowed via this API version");
        else SignerName(spec.SignerName, Spec.Child("signerName"), errors);
        if (spec.ExpirationSeconds is { } seconds && seconds < MinSeconds)
        {
            errors.Invalid(Spec.Child("expirationSeconds"), seconds, $"may not specify a duration less than {MinSeconds} seconds (10 minutes)");
        }
    }

    /// <summary>A domain of at least two labels, a slash and a subdomain.</summary>
    public static void SignerName(string signer, FieldPath path, FieldErrors errors)
    {
        if (signer.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (signer.Split('/') is not [var domain, var name])
        {
            errors.Invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }

        if (domain.Length > Names.MaxSubdomainLength) errors.TooLong(path, Names.MaxSubdomainLength);
        var labels = domain.Split('.');
        foreach (var label in labels) Label(domain, label, Names.CheckDns1123Label(label), path, errors);
        if (labels.Length < 2) errors.Invalid(path, domain, "should be a domain with at least two segments separated by dots");
        foreach (var label in name.Split('.')) Label(name, label, Names.CheckDns1123Subdomain(label), path, errors);
    }

    private static void Label(string segment, string label, IReadOnlyList<string> wrong, FieldPath path, FieldErrors errors)
    {
        foreach (var detail in wrong) errors.Invalid(path, segment, $"validating label {GoQuote.Quote(label)}: {detail}");
    }

    private static string? RequestError(byte[]? request)
    {
        const string wrongBlock = "PEM block type must be CERTIFICATE REQUEST";
        var text = Encoding.UTF8.GetString(request ?? []);
        if (!PemEncoding.TryFind(text, out var fields) || text.AsSpan()[fields.Label] is not "CERTIFICATE REQUEST") return wrongBlock;
        try
        {
            CertificateRequest.LoadSigningRequestPem(
                text, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return "x509: " + e.Message;
        }
    }
}
