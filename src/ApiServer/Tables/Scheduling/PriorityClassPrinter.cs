using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class PriorityClassPrinter : TablePrinter<PriorityClass>
{
    protected override void Print(PriorityClass obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Value, obj.GlobalDefault, CellText.Age(obj, now), obj.PreemptionPolicy ?? "");
}
