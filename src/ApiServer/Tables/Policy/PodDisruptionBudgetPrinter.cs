using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PodDisruptionBudgetPrinter : TablePrinter<PodDisruptionBudget>
{
    private const string NotAvailable = "N/A";

    protected override void Print(PodDisruptionBudget obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Spec.MinAvailable?.ToString() ?? NotAvailable,
        obj.Spec.MaxUnavailable?.ToString() ?? NotAvailable,
        obj.Status.DisruptionsAllowed,
        CellText.Age(obj, now));
}
