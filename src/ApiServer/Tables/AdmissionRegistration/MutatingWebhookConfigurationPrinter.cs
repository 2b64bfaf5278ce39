using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class MutatingWebhookConfigurationPrinter : TablePrinter<MutatingWebhookConfiguration>
{
    protected override void Print(MutatingWebhookConfiguration obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Webhooks.Count, CellText.Age(obj, now));
}
