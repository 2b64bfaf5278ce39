using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class NamespacePrinter : TablePrinter<Namespace>
{
    protected override void Print(Namespace obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Status.Phase, CellText.Age(obj, now));
}
