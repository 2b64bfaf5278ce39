using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ValidatingWebhookConfigurationPrinter : TablePrinter<ValidatingWebhookConfiguration>
{
    protected override void Print(ValidatingWebhookConfiguration obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Webhooks.Count, CellText.Age(obj, now));
}
