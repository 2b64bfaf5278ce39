using Kybernet.Api.Coordination.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class LeasePrinter : TablePrinter<Lease>
{
    protected override void Print(Lease obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.HolderIdentity ?? "", CellText.Age(obj, now));
}
