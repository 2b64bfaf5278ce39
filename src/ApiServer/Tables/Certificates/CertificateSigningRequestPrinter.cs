using Kybernet.Api;
using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class CertificateSigningRequestPrinter : TablePrinter<CertificateSigningRequest>
{
    protected override void Print(CertificateSigningRequest obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        CellText.Age(obj, now),
        CellText.OrNone(obj.Spec.SignerName),
        obj.Spec.Username,
        obj.Spec.ExpirationSeconds is { } seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : CellText.None,
        Condition(obj.Status));

    private static string Condition(CertificateSigningRequestStatus status)
    {
        bool Has(string type) => status.Conditions.Any(c => c.Type == type);
        var text = Has("Denied") ? "Denied" : Has("Approved") ? "Approved" : "Pending";
        if (Has("Failed")) text += ",Failed";
        return status.Certificate is { Length: > 0 } ? text + ",Issued" : text;
    }
}
