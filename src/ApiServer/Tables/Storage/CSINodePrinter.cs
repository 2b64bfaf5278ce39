using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class CSINodePrinter : TablePrinter<CSINode>
{
    protected override void Print(CSINode obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.Drivers.Count, CellText.Age(obj, now));
}
